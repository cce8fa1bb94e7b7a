package dev.registrysync.coordinator;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Text;
import dev.registrysync.volume.Spool;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body of up to a number of bytes to a spool, and hangs up as soon as there are
 * more.
 */
final class BoundedBody implements BodySubscriber<Text> {

	private final CompletableFuture<Text> body = new CompletableFuture<>();

	private final Spool spool;

	private final long limit;

	private final long announced;

	private long length;

	private Flow.@Nullable Subscription subscription;

	/**
	 * Takes a body of at most {@code limit} bytes; nothing, without waiting for it, if
	 * that is 0.
	 * @param announced the length that the answer claims to have; negative if it claims
	 * none
	 */
	BoundedBody(Spool spool, long limit, long announced) {
		this.spool = spool;
		this.limit = limit;
		this.announced = announced;
	}

	@Override
	public CompletionStage<Text> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		if (this.limit == 0) {
			subscription.cancel();
			onComplete();
		}
		else if (this.announced > this.limit) {
			hangUp(new BodyTooLargeException(this.limit));
		}
		else {
			subscription.request(Long.MAX_VALUE);
		}
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.length += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
		if (this.length > this.limit) {
			hangUp(new BodyTooLargeException(this.limit));
			return;
		}
		try {
			buffers.forEach(this::append);
		}
		catch (ProblemException ex) {
			hangUp(ex);
		}
	}

	private void append(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		this.spool.append(bytes, bytes.length);
	}

	private void hangUp(Exception failure) {
		if (this.subscription != null) {
			this.subscription.cancel();
		}
		onError(failure);
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.spool);
	}

}
