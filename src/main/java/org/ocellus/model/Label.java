package org.ocellus.model;

/**
 * A class a network knows, and how likely it is.
 *
 * @param name the class's name as the model's {@code id2label} has it
 * @param probability in [0, 1]
 */
public record Label(String name, float probability) {}
