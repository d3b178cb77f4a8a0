# %% [markdown]
# # In your own words: what makes generation hard
#
# Four questions without code. The other assignments ask whether you can build the parts of a
# generative model; this one asks whether you can say what the parts are for.
#
# **How it is graded.** A person reads your answers and looks for the points that an answer needs.
# How you put them is yours: 100 to 250 words a question, a formula or a small example where it
# says more than a sentence. Nothing is checked automatically.
#
# **Where to write.** In the cell below each question. You may add cells of any kind; leave the
# headings as they are, since they tell which answer belongs to which question.

# %% [markdown] written="why_autoencoders_generate_poorly"
# ## 1. Why autoencoders generate poorly (10 points)
#
# You train an autoencoder on handwritten digits until its reconstructions are excellent. Then you
# draw a code from $N(0, I)$, decode it, and get a smudge. Explain why. Say what the training loss
# asks of the codes and what it does not ask, what the decoder has never been shown, and which part
# of a variational autoencoder's objective mends this, and how.

# %% [markdown]
# *Your answer to question 1, in place of this line.*

# %% [markdown] written="choosing_a_divergence"
# ## 2. Choosing a divergence (10 points)
#
# The data come from two well-separated groups. Your model is a single Gaussian $q_\theta$, and you
# may fit it by minimising $\mathrm{KL}(p \,\|\, q_\theta)$ or $\mathrm{KL}(q_\theta \,\|\, p)$.
# Describe both results and derive from the definitions why they differ. Then say which of the two
# you would choose for a model whose samples people will see, which for a density that must not
# call real data impossible, and which of them you can minimise when all you have is samples of
# $p$.

# %% [markdown]
# *Your answer to question 2, in place of this line.*

# %% [markdown] written="quality_against_diversity"
# ## 3. Quality against diversity (10 points)
#
# A colleague reports that a change of the sampler made the pictures sharper: the share that
# judges take for photographs rose from 60 % to 90 %. Explain how a model can gain quality by
# losing diversity, with one mechanism by which a GAN and one by which a sampler's setting (a
# temperature, or guidance) does so. Then say what you would measure before you believe that the
# new sampler is better, and what a single number such as FID can hide.

# %% [markdown]
# *Your answer to question 3, in place of this line.*

# %% [markdown] written="ethics_of_generation"
# ## 4. Power and responsibility (10 points)
#
# Your team has trained a model that makes portraits from a sentence, on pictures collected from
# the web. Choose two different kinds of harm that its release may do, say for each who bears it
# and through what property of the model or its training data it comes about, and propose a
# measure against each that can be checked. Then name what one of your measures costs or fails to
# stop.

# %% [markdown]
# *Your answer to question 4, in place of this line.*
