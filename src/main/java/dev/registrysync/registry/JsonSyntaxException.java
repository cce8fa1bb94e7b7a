package dev.registrysync.registry;

/**
 * Bytes that were read are not the JSON they should be.
 */
public class JsonSyntaxException extends RuntimeException {

	private final String reason;

	private final Position position;

	public JsonSyntaxException(String reason, Position position) {
		super(reason + " at " + position);
		this.reason = reason;
		this.position = position;
	}

	/**
	 * What is wrong, without the position. It may quote a word of the text that was read.
	 */
	public String reason() {
		return this.reason;
	}

	public Position position() {
		return this.position;
	}

	/**
	 * A place in a text; all three count as editors and {@code dd} do.
	 *
	 * @param line from 1
	 * @param column in bytes, from 1
	 * @param offset in bytes, from 0
	 */
	public record Position(int line, int column, long offset) {

		/** The first byte. */
		public static final Position START = new Position(1, 1, 0);

		private static final int PIECE = 64 * 1024;

		/**
		 * Counts the lines of a text up to a byte of it.
		 */
		public static Position of(Text text, long at) {
			int line = 1;
			long lineStart = 0;
			for (long start = 0; start < at; start += PIECE) {
				byte[] piece = text.bytes(start, (int) Math.min(PIECE, at - start));
				for (int i = 0; i < piece.length; i++) {
					if (piece[i] == '\n') {
						line++;
						lineStart = start + i + 1;
					}
				}
			}
			return new Position(line, (int) (at - lineStart) + 1, at);
		}

		@Override
		public String toString() {
			return "line %d, column %d (byte %d)".formatted(this.line, this.column, this.offset);
		}

	}

}
