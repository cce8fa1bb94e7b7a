package dev.registrysync.keys;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * All that is logged while it is open, from TRACE on; what we log ourselves is kept from
 * the console.
 */
public final class LogCapture implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger ours = (Logger) LoggerFactory.getLogger("dev.registrysync");

	private final Level level = this.root.getLevel();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	public LogCapture() {
		this.root.setLevel(Level.TRACE);
		this.appender.start();
		this.root.addAppender(this.appender);
		this.ours.addAppender(this.appender);
		this.ours.setAdditive(false);
	}

	public List<String> lines() {
		return events().stream()
			.filter((event) -> event.getLoggerName().startsWith("dev.registrysync"))
			.map((event) -> event.getLevel() + " " + event.getFormattedMessage())
			.toList();
	}

	String everything() {
		return String.join("\n", events().stream().map(ILoggingEvent::getFormattedMessage).toList());
	}

	/**
	 * What was logged up to now: other threads may go on, and the appender lets in one
	 * after the other.
	 */
	private List<ILoggingEvent> events() {
		synchronized (this.appender) {
			return List.copyOf(this.appender.list);
		}
	}

	@Override
	public void close() {
		this.root.detachAppender(this.appender);
		this.root.setLevel(this.level);
		this.ours.detachAppender(this.appender);
		this.ours.setAdditive(true);
	}

}
