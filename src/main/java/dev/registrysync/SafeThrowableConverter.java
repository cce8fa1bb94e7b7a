package dev.registrysync;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/**
 * Writes stack traces without bearer tokens and without characters that disguise a line.
 * Line breaks stay.
 */
final class SafeThrowableConverter extends ExtendedWhitespaceThrowableProxyConverter {

	@Override
	protected String throwableProxyToString(IThrowableProxy throwable) {
		return LogText.safe(super.throwableProxyToString(throwable), true);
	}

}
