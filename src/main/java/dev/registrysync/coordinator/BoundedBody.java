package dev.registrysync.coordinator;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a number of bytes, and hangs up as soon as there are more.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final List<ByteBuffer> parts = new ArrayList<>();

	private final long limit;

	private long length;

	private Flow.@Nullable Subscription subscription;

	private BoundedBody(long limit) {
		this.limit = limit;
	}

	/**
	 * Takes a body of at most {@code limit} bytes.
	 * @param announced the length that the answer claims to have; negative if it claims
	 * none
	 */
	static BoundedBody of(long limit, long announced) {
		BoundedBody bounded = new BoundedBody(limit);
		if (announced > limit) {
			bounded.body.completeExceptionally(new BodyTooLargeException(limit));
		}
		return bounded;
	}

	/**
	 * Takes nothing and does not wait for it either.
	 */
	static BoundedBody unread() {
		BoundedBody unread = new BoundedBody(0);
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
			this.length += buffer.remaining();
			this.parts.add(buffer);
		}
		if (this.length > this.limit) {
			this.parts.clear();
			this.body.completeExceptionally(new BodyTooLargeException(this.limit));
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.parts.clear();
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		ByteBuffer whole = ByteBuffer.allocate((int) this.length);
		this.parts.forEach(whole::put);
		this.parts.clear();
		this.body.complete(whole.array());
	}

}
