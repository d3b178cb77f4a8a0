"""In words: what is asked, and what an answer has to say for its points.

The first question is the lecture's "Why Autoencoders Generate Poorly", the third its "Quality vs
Diversity Dilemma", the fourth its "Summary & Ethical Considerations".
"""

from autograder.assignment import Assignment

assignment = Assignment("written_generation", title="In your own words: generation")

autoencoders = assignment.written_question(
    "why_autoencoders_generate_poorly", points=10, title="Why autoencoders generate poorly"
)
autoencoders.item(
    "only_reconstruction",
    3,
    "Says that the loss only compares reconstructions, so that it asks nothing of where codes lie "
    "or how they are distributed.",
)
autoencoders.item(
    "prior_misses_codes",
    2,
    "Says that draws from N(0, I) therefore fall between or outside the codes of the data.",
)
autoencoders.item(
    "decoder_unseen",
    2,
    "Says that the decoder was never trained at such points, so that its output there is "
    "arbitrary or a blend.",
)
autoencoders.item(
    "kl_to_prior",
    2,
    "Names the KL term of the VAE, which draws the codes towards the distribution that is "
    "sampled from.",
)
autoencoders.item(
    "noise_fills_gaps",
    1,
    "Says that the encoder's noise makes the decoder learn a neighbourhood of each code.",
)

divergence = assignment.written_question(
    "choosing_a_divergence", points=10, title="Choosing a divergence"
)
divergence.item(
    "forward_covers", 2, "Describes the minimiser of KL(p ‖ q): broad, it covers both groups."
)
divergence.item(
    "reverse_seeks", 2, "Describes the minimiser of KL(q ‖ p): narrow, it settles on one group."
)
divergence.item(
    "whose_expectation",
    3,
    "Derives the difference: the expectation is over p or over q, so that missing mass or "
    "misplaced mass is what costs.",
)
divergence.item(
    "choice_by_use",
    2,
    "Chooses KL(q ‖ p) for samples to look at and KL(p ‖ q) for a density that must cover the "
    "data, with the reason.",
)
divergence.item(
    "samples_only",
    1,
    "Says that samples of p suffice for KL(p ‖ q) alone: up to a constant it is the negative "
    "log-likelihood.",
)

tradeoff = assignment.written_question(
    "quality_against_diversity", points=10, title="Quality against diversity"
)
tradeoff.item(
    "drops_the_hard",
    2,
    "Says that judging samples one by one can't see what is missing, so that dropping difficult "
    "data raises the score.",
)
tradeoff.item(
    "gan_mechanism",
    2,
    "Explains mode collapse: nothing in the generator's loss asks for the data it leaves out.",
)
tradeoff.item(
    "sampler_mechanism",
    2,
    "Explains how a low temperature, truncation or guidance concentrates the distribution.",
)
tradeoff.item(
    "measures_both",
    2,
    "Measures fidelity and coverage apart (precision and recall, or the like) under equal "
    "conditions.",
)
tradeoff.item(
    "one_number_hides",
    2,
    "Says what one number hides: fidelity against diversity, small groups, memorised pictures, "
    "or its dependence on features and sample size.",
)

ethics = assignment.written_question(
    "ethics_of_generation", points=10, title="Power and responsibility"
)
ethics.item("two_harms", 2, "Names two harms of different kinds, each with who bears it.")
ethics.item(
    "mechanisms",
    3,
    "Traces each to a property of the model or of its data, such as memorising, imbalance, or "
    "likenesses on demand.",
)
ethics.item("measures", 3, "Proposes a measure against each that somebody could check.")
ethics.item("limits", 2, "Says honestly what one of the measures costs or does not stop.")
