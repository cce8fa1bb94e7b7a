package dev.registrysync.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A Spring Boot application that does nothing, with the starters that the service has.
 */
@SpringBootApplication
@RestController
public class EmptyApplication {

	private static final byte[] ENTRY = new Entries(1).toJson();

	public static void main(String[] arguments) {
		SpringApplication.run(EmptyApplication.class, arguments);
	}

	@GetMapping(path = "/entry", produces = "application/json")
	byte[] entry() {
		return ENTRY;
	}

}
