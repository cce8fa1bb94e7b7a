package dev.registrysync.problem;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Members that a call adds to its line of the audit log; never a secret.
 */
public final class AuditNotes {

	private static final String PREFIX = AuditNotes.class.getName() + ".";

	private AuditNotes() {
	}

	/**
	 * Adds a member to the line of this request.
	 */
	public static void add(HttpServletRequest request, String member, String value) {
		request.setAttribute(PREFIX + member, value);
	}

	/**
	 * Returns the members that were added.
	 */
	public static Map<String, String> of(HttpServletRequest request) {
		Map<String, String> notes = new LinkedHashMap<>();
		request.getAttributeNames().asIterator().forEachRemaining((name) -> {
			if (name.startsWith(PREFIX)) {
				notes.put(name.substring(PREFIX.length()), String.valueOf(request.getAttribute(name)));
			}
		});
		return notes;
	}

}
