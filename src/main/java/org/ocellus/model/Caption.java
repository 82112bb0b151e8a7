package org.ocellus.model;

/**
 * A sentence that a network wrote about a picture.
 *
 * @param text as the tokenizer joins its words
 * @param confidence the geometric mean of its tokens' probabilities, each after those before it,
 *     its end among them: from 0 to 1. It tells how usual the sentence is for such a picture, not
 *     whether it is true
 */
public record Caption(String text, float confidence) {}
