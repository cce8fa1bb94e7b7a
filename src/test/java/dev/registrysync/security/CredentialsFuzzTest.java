package dev.registrysync.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.ServletException;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the tokens file or in the header of a call, it names a caller or is
 * refused without being repeated.
 */
class CredentialsFuzzTest {

	private static final String TOKEN = "rst_0123456789";

	@FuzzTest(maxDuration = "75s")
	void aLineOfTheTokensFileIsATokenOrRefused(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		try {
			KnownToken token = TokenText.ofLine("line 1", text).parse();
			assertThat(token.grants()).isNotEmpty();
			assertThat(text).contains(token.name(), token.hash().toString());
		}
		catch (ProblemException ex) {
			assertThat(ex.detail()).startsWith("line 1").hasSizeLessThan(120);
			assertThat(Stream.of(text.split("\\s+")).filter((word) -> word.length() > 20))
				.noneMatch(ex.detail()::contains);
		}
	}

	@FuzzTest(maxDuration = "75s")
	void aHeaderHasTheOneTokenThatCountsOrIsRefused(byte[] bytes) throws ServletException, IOException {
		String header = new String(bytes, StandardCharsets.ISO_8859_1);
		KnownToken known = TokenText.ofLine("line 1", "ci sync " + TokenHash.of(TOKEN)).parse();
		CallerFilter filter = new CallerFilter(new KnownTokens(() -> TokenList.of(known), Clock.systemUTC()),
				new TokenBuckets(1, 1, 1, () -> 0), new Refusals(), new RequestAttributeSecurityContextRepository());
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/sync");
		request.addHeader("Authorization", header);
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			filter.doFilter(request, response, new MockFilterChain());
			boolean passed = SecurityContextHolder.getContext().getAuthentication() != null;
			assertThat(passed).isEqualTo(header.matches("(?i:bearer) +" + TOKEN + " *"));
			assertThat(response.getStatus()).isEqualTo(passed ? 200 : 401);
			assertThat(response.getContentAsString()).hasSizeLessThan(600);
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

}
