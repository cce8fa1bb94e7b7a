package dev.registrysync.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says of each caller whether they ask too often: a bucket each, which fills at a steady
 * rate up to its size. Remembers so many callers and no more.
 */
final class TokenBuckets {

	private static final long NANOS = Duration.ofSeconds(1).toNanos();

	private final double perSecond;

	private final int size;

	private final LongSupplier nanos;

	private final Map<String, Bucket> buckets;

	TokenBuckets(double perSecond, int size, int remembered, LongSupplier nanos) {
		this.perSecond = perSecond;
		this.size = size;
		this.nanos = nanos;
		this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
				return size() > remembered;
			}
		};
	}

	/**
	 * Takes one of the caller's.
	 * @return nothing, or how long the caller has to wait for the next one
	 */
	synchronized Duration take(String caller) {
		long now = this.nanos.getAsLong();
		Bucket bucket = this.buckets.computeIfAbsent(caller, (name) -> new Bucket(this.size, now));
		double level = Math.min(this.size, bucket.level() + this.perSecond * (now - bucket.at()) / NANOS);
		boolean enough = level >= 1;
		this.buckets.put(caller, new Bucket(enough ? level - 1 : level, now));
		return enough ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - level) / this.perSecond * NANOS));
	}

	synchronized int remembered() {
		return this.buckets.size();
	}

	/**
	 * How full one was, and when.
	 */
	private record Bucket(double level, long at) {
	}

}
