package dev.registrysync;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes messages without characters that break or disguise the line, and without bearer
 * tokens. Messages of frameworks keep their line breaks.
 */
public final class SafeMessageConverter extends ClassicConverter {

	@Override
	public String convert(ILoggingEvent event) {
		String logger = event.getLoggerName();
		boolean own = logger.startsWith("dev.registrysync") || logger.equals("audit");
		return LogText.safe(String.valueOf(event.getFormattedMessage()), !own);
	}

}
