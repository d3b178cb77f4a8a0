# %% [markdown]
# # In your own words: what makes generation hard
#
# Answers that would get full marks. Others do too: what counts are the points of the rubric.

# %% [markdown]
# ## 1. Why autoencoders generate poorly (10 points)
#
# The reconstruction loss only looks at codes of training pictures: encode, decode, compare. It
# rewards codes that keep pictures apart and says nothing about where in the latent space they lie
# or how they are spread. So the codes may form thin clusters with wide gaps, far from the origin
# and at any scale. A draw from $N(0, I)$ is then almost surely not near any of them: there is no
# reason why the standard normal should be the distribution of the codes.
#
# At such a point the decoder was never trained. Nothing forces it to be smooth between codes, and
# what it returns there is an arbitrary extension of what it learned: usually something like a
# blend of several digits, a smudge.
#
# A VAE makes the encoder a distribution $q(z \mid x)$ and adds $\mathrm{KL}(q(z \mid x) \,\|\, N(0,
# I))$ to the loss. The KL pulls all codes towards the prior, so that together they cover the region
# we will sample from, and the noise of $q$ makes the decoder see, and reconstruct from, a whole
# neighbourhood of each code, which closes the gaps.

# %% [markdown]
# ## 2. Choosing a divergence (10 points)
#
# $\mathrm{KL}(p \,\|\, q) = E_p[\log p - \log q]$ averages over data: wherever $p$ has mass and $q$
# has almost none, $-\log q$ is huge, so $q$ must cover both groups. The best Gaussian has the mean
# and covariance of all data, and puts much of its mass in the empty middle. $\mathrm{KL}(q \,\|\,
# p) = E_q[\log q - \log p]$ averages over the model's own samples: mass where $p$ is almost zero
# costs a lot, a missed group costs nothing, so $q$ settles on one of the groups.
#
# For samples that people see I would take the second: every sample is plausible, at the price of a
# missing group. For a density that must not call real data impossible the first: it is infinite as
# soon as $q$ is zero where data are. With nothing but samples of $p$ only the first can be
# minimised: up to the constant entropy of $p$ it is the average negative log-likelihood of the
# samples. The second needs $\log p$ at the model's samples, which samples of $p$ don't give.

# %% [markdown]
# ## 3. Quality against diversity (10 points)
#
# Judges see one picture at a time. A model that returns the same twenty convincing photographs
# again and again would get 90 % as well: what was dropped, the rare and difficult, is not seen.
# A GAN gains in this way by mode collapse: the generator is only penalised for samples that the
# discriminator recognises, never for data it does not produce, so it may retreat to the modes that
# fool it best. A sampler gains by a temperature below one, or strong guidance: both sharpen the
# distribution around its modes, so typical pictures become more likely and unusual ones vanish.
#
# Before I believe it I would measure both sides apart: precision (the share of samples close to the
# data) and recall or coverage (the share of the data close to samples), with the same number of
# samples before and after, for classes or subgroups too, and the distance to the nearest training
# picture to rule out copies. FID is one number for a difference of means and covariances of
# features: a gain in fidelity can pay for a loss of diversity, a small group that vanishes hardly
# moves it, and it depends on the feature network and on the number of samples.

# %% [markdown]
# ## 4. Power and responsibility (10 points)
#
# First, people in the training pictures: the model can reproduce a likeness, or a whole picture it
# has memorised, and others can ask for a person by name in situations that never took place. They
# bear it without having agreed. It comes from memorising rare, repeated pictures and from captions
# with names. Measure: remove duplicates and names from the captions, and test before release
# how many of, say, 10,000 training captions bring back a near copy; publish that rate.
#
# Second, groups: for "a doctor" the model shows mostly men of one skin colour, since the web does,
# and sampling with strong guidance makes it more extreme than the data. Those who are left out or
# shown as a cliché bear it, and so do users who trust the pictures. Measure: a fixed set of prompts
# without stated gender or origin, the shares among 1,000 samples each compared with a reference
# chosen in advance, run for every release.
#
# The filter on names costs those who want pictures of themselves or of public figures for satire,
# and it fails with descriptions, spellings and images given as input: it makes misuse harder, it
# does not stop it.
