package dev.registrysync.bench;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A coordinator's agents. Each has about 700 bytes, or as many as the system property
 * {@code bench.bytes} says.
 */
final class Entries {

	private static final String ENTRY = """
			"agent-%07d":{"agent_id":"agent-%07d","agent_type":"core_service","name":"Agent number %d",\
			"description":"Routes messages, number %d, and queues what nobody takes; it moved on %d times. %s",\
			"version":"1.%d.0","status":"active","registered_at":1795375428.2913618,\
			"capabilities":["route","queue","report-%d"],"metadata":{"priority":%d,"region":"eu-%d","ratio":2.0,\
			"owner":"Team %d","endpoint":"http://10.0.%d.%d:8000/agents"}}""";

	private static final int BYTES = Integer.getInteger("bench.bytes", 700);

	private static final String REMARK = "Zuverlässig seit jeher. ".repeat(Math.max(0, (BYTES - 475) / 25)).trim();

	private int[] moved;

	Entries(int count) {
		this.moved = new int[count];
	}

	int count() {
		return this.moved.length;
	}

	/**
	 * Adds entries until there are so many.
	 */
	void grow(int count) {
		this.moved = Arrays.copyOf(this.moved, count);
	}

	/**
	 * Changes some entries, evenly spread.
	 */
	void move(int some) {
		for (int i = 0; i < some; i++) {
			this.moved[(int) ((long) i * this.moved.length / some)]++;
		}
	}

	byte[] toJson() {
		ByteArrayOutputStream json = new ByteArrayOutputStream(2 + (BYTES + 100) * this.moved.length);
		json.write('{');
		for (int i = 0; i < this.moved.length; i++) {
			if (i > 0) {
				json.write(',');
			}
			json.writeBytes(ENTRY
				.formatted(i, i, i, i, this.moved[i], REMARK, i % 100, i % 7, i % 10, i % 5, i % 40, i / 250 % 250,
						i % 250)
				.getBytes(UTF_8));
		}
		json.write('}');
		return json.toByteArray();
	}

}
