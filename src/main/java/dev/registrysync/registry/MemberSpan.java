package dev.registrysync.registry;

/**
 * Where a member of an object stands in a text.
 *
 * @param name its name
 * @param start the first byte of its name, which is quoted
 * @param value where its value stands
 */
public record MemberSpan(String name, long start, Span value) {
}
