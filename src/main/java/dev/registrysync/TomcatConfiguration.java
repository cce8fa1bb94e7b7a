package dev.registrysync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.problem.ProblemErrorReportValve;
import dev.registrysync.volume.DataDirectory;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets ids with slashes through in paths, percent-encoded: Tomcat refuses them by itself.
 * What it does refuse is a problem too.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> encodedSlashes() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
			connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		});
	}

	/**
	 * Tomcat wants a directory, although it keeps nothing there. Where nothing can be
	 * written to {@code java.io.tmpdir}, it gets one on the data volume.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> directoryOfTomcat(ObjectProvider<DataDirectory> data) {
		return (factory) -> {
			if (!Files.isWritable(Path.of(System.getProperty("java.io.tmpdir")))) {
				Path directory = data.getObject().state().resolve("tomcat");
				factory.setBaseDirectory(directory.toFile());
				factory.setDocumentRoot(made(directory.resolve("root")).toFile());
			}
		};
	}

	private static Path made(Path directory) {
		try {
			return Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
		return (factory) -> factory.addContextCustomizers((context) -> ((StandardHost) context.getParent())
			.setErrorReportValveClass(ProblemErrorReportValve.class.getName()));
	}

}
