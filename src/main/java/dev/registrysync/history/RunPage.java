package dev.registrysync.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of runs.
 *
 * @param views what is shown of each, as JSON, the newest first
 * @param next the cursor of the next page; empty if this is the last one
 */
public record RunPage(List<String> views, OptionalLong next) {

	public RunPage {
		views = List.copyOf(views);
	}

}
