package dev.registrysync.volume;

import java.nio.file.Path;

/**
 * A file's next content, durable under another name until it is published.
 *
 * @param target the file to replace
 * @param staged where the content waits
 * @param replaced where the file's earlier content stays reachable once it is replaced
 */
public record StagedFile(Path target, Path staged, Path replaced) {
}
