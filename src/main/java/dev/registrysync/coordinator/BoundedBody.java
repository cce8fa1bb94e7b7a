package dev.registrysync.coordinator;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a number of bytes, and hangs up as soon as there are more.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

	private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();

	private final long limit;

	private final long announced;

	private long length;

	private Flow.@Nullable Subscription subscription;

	private BoundedBody(long limit, long announced) {
		this.limit = limit;
		this.announced = announced;
	}

	/**
	 * Takes a body of at most {@code limit} bytes, of which there is one at least.
	 * @param announced the length that the answer claims to have; negative if it claims
	 * none
	 */
	static BoundedBody of(long limit, long announced) {
		return new BoundedBody(limit, announced);
	}

	/**
	 * Takes nothing and does not wait for it either.
	 */
	static BoundedBody unread() {
		return new BoundedBody(0, 0);
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body.getBody();
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		if (this.limit == 0) {
			subscription.cancel();
			this.body.onComplete();
		}
		else if (this.announced > this.limit) {
			hangUp(subscription);
		}
		else {
			this.body.onSubscribe(subscription);
		}
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.length += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
		if (this.length <= this.limit) {
			this.body.onNext(buffers);
		}
		else if (this.subscription != null) {
			hangUp(this.subscription);
		}
	}

	private void hangUp(Flow.Subscription subscription) {
		subscription.cancel();
		this.body.onError(new BodyTooLargeException(this.limit));
	}

	@Override
	public void onError(Throwable failure) {
		this.body.onError(failure);
	}

	@Override
	public void onComplete() {
		this.body.onComplete();
	}

}
