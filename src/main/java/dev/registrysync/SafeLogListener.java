package dev.registrysync;

import java.util.Iterator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Makes the pattern layouts of the root logger's appenders write messages with
 * {@link SafeMessageConverter} and exceptions with {@link SafeThrowableConverter}, right
 * after Spring Boot has set the logging up.
 */
final class SafeLogListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			Iterator<Appender<ILoggingEvent>> appenders = context.getLogger(Logger.ROOT_LOGGER_NAME)
				.iteratorForAppenders();
			appenders.forEachRemaining(SafeLogListener::makeSafe);
		}
	}

	private static void makeSafe(Appender<ILoggingEvent> appender) {
		if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
				&& stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
			Layout<ILoggingEvent> layout = encoder.getLayout();
			if (layout instanceof PatternLayout pattern) {
				for (String word : new String[] { "m", "msg", "message" }) {
					pattern.getInstanceConverterMap().put(word, SafeMessageConverter::new);
				}
				for (String word : new String[] { "ex", "exception", "throwable", "xEx", "xException", "xThrowable",
						"wEx", "wex", "ewex", "rEx", "rootException" }) {
					pattern.getInstanceConverterMap().put(word, SafeThrowableConverter::new);
				}
				pattern.stop();
				pattern.start();
			}
		}
	}

}
