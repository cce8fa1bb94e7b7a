package dev.registrysync.history;

import java.util.List;
import java.util.OptionalLong;

import dev.registrysync.registry.JsonObject;

/**
 * A page of what a run decided.
 *
 * @param details what is shown of each thing, in order
 * @param next the cursor of the next page; empty if this is the last one
 */
public record DetailPage(List<JsonObject> details, OptionalLong next) {

	public DetailPage {
		details = List.copyOf(details);
	}

}
