package dev.registrysync.coordinator;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a number of bytes, and hangs up as soon as there are more.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

	/** Room for a body whose length the answer does not tell; it grows. */
	private static final int UNANNOUNCED = 64 * 1024;

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final long limit;

	private final long announced;

	private byte[] text = {};

	private int length;

	private Flow.@Nullable Subscription subscription;

	private BoundedBody(long limit, long announced) {
		this.limit = limit;
		this.announced = announced;
	}

	/**
	 * Takes a body of at most {@code limit} bytes.
	 * @param announced the length that the answer claims to have; negative if it claims
	 * none
	 */
	static BoundedBody of(long limit, long announced) {
		BoundedBody bounded = new BoundedBody(limit, announced);
		if (announced > limit) {
			bounded.body.completeExceptionally(new BodyTooLargeException(limit));
		}
		return bounded;
	}

	/**
	 * Takes nothing and does not wait for it either.
	 */
	static BoundedBody unread() {
		BoundedBody unread = new BoundedBody(0, 0);
		unread.body.complete(new byte[0]);
		return unread;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		if (this.body.isDone()) {
			subscription.cancel();
		}
		else {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (this.body.isDone()) {
			return;
		}
		for (ByteBuffer buffer : buffers) {
			long needed = this.length + (long) buffer.remaining();
			if (needed > this.limit) {
				hangUp();
				return;
			}
			if (needed > this.text.length) {
				this.text = Arrays.copyOf(this.text, room((int) needed));
			}
			this.length = (int) needed;
			buffer.get(this.text, this.length - buffer.remaining(), buffer.remaining());
		}
	}

	/**
	 * Makes room for as much as was announced when the first part comes.
	 */
	private int room(int needed) {
		long wanted = (this.announced >= 0) ? this.announced : Math.max(UNANNOUNCED, 2L * this.text.length);
		return (int) Math.max(needed, Math.min(wanted, this.limit));
	}

	private void hangUp() {
		this.text = new byte[0];
		this.body.completeExceptionally(new BodyTooLargeException(this.limit));
		if (this.subscription != null) {
			this.subscription.cancel();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.text = new byte[0];
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete((this.length == this.text.length) ? this.text : Arrays.copyOf(this.text, this.length));
		this.text = new byte[0];
	}

}
