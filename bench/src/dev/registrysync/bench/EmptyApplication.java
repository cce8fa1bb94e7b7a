package dev.registrysync.bench;

import java.util.Arrays;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A Spring Boot application that does nothing, with the starters that the service has.
 */
@SpringBootApplication
@RestController
public class EmptyApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(EmptyApplication.class, arguments);
	}

	/**
	 * Lets everybody in.
	 */
	@Bean
	SecurityFilterChain open(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
	}

	/**
	 * So many spaces.
	 */
	@GetMapping(path = "/bytes/{count}", produces = "application/json")
	byte[] bytes(@PathVariable("count") int count) {
		byte[] bytes = new byte[count];
		Arrays.fill(bytes, (byte) ' ');
		return bytes;
	}

}
