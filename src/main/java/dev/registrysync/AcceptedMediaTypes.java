package dev.registrysync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Ignores the charset that a caller accepts: JSON is UTF-8 (RFC 8259 8.1).
 */
@Configuration(proxyBeanMethods = false)
class AcceptedMediaTypes implements WebMvcConfigurer {

	private static final String CHARSET = "charset";

	@Override
	public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
		ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();
		configurer.strategies(List.of((request) -> header.resolveMediaTypes(request)
			.stream()
			.map(AcceptedMediaTypes::withoutCharset)
			.toList()));
	}

	private static MediaType withoutCharset(MediaType type) {
		if (type.getParameter(CHARSET) == null) {
			return type;
		}
		Map<String, String> parameters = new LinkedHashMap<>(type.getParameters());
		parameters.remove(CHARSET);
		return new MediaType(type, parameters);
	}

}
