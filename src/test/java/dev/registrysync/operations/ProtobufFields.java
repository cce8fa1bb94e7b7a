package dev.registrysync.operations;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields of one message in the wire format of Protocol Buffers, as far as traces use
 * it: numbers are passed over.
 */
final class ProtobufFields {

	private static final int VARINT = 0;

	private static final int FIXED_64 = 1;

	private static final int BYTES = 2;

	private static final int FIXED_32 = 5;

	private final List<Field> fields = new ArrayList<>();

	private ProtobufFields() {
	}

	static ProtobufFields parse(ByteBuffer message) {
		ProtobufFields parsed = new ProtobufFields();
		ByteBuffer bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
		while (bytes.hasRemaining()) {
			int tag = (int) varint(bytes);
			switch (tag & 7) {
				case VARINT -> varint(bytes);
				case FIXED_64 -> bytes.getLong();
				case FIXED_32 -> bytes.getInt();
				case BYTES -> parsed.fields.add(new Field(tag >>> 3, take(bytes, (int) varint(bytes))));
				default -> throw new IllegalArgumentException("wire type %d".formatted(tag & 7));
			}
		}
		return parsed;
	}

	private static long varint(ByteBuffer bytes) {
		long value = 0;
		for (int shift = 0;; shift += 7) {
			byte next = bytes.get();
			value |= (next & 0x7fL) << shift;
			if (next >= 0) {
				return value;
			}
		}
	}

	private static ByteBuffer take(ByteBuffer bytes, int length) {
		ByteBuffer taken = bytes.slice(bytes.position(), length);
		bytes.position(bytes.position() + length);
		return taken;
	}

	private Stream<ByteBuffer> all(int number) {
		return this.fields.stream().filter((field) -> field.number() == number).map(Field::bytes);
	}

	Stream<ProtobufFields> messages(int number) {
		return all(number).map(ProtobufFields::parse);
	}

	/**
	 * Empty if there is no such field.
	 */
	String text(int number) {
		return all(number).findFirst()
			.map((bytes) -> StandardCharsets.UTF_8.decode(bytes.slice()).toString())
			.orElse("");
	}

	/**
	 * In hex; empty if there is no such field.
	 */
	String hex(int number) {
		StringBuilder hex = new StringBuilder();
		all(number).findFirst().map(ByteBuffer::slice).ifPresent((bytes) -> {
			while (bytes.hasRemaining()) {
				hex.append("%02x".formatted(bytes.get()));
			}
		});
		return hex.toString();
	}

	private record Field(int number, ByteBuffer bytes) {
	}

}
