package dev.registrysync.history;

import java.util.List;
import java.util.OptionalLong;

import dev.registrysync.registry.JsonObject;

/**
 * Some runs.
 *
 * @param runs what is told of each, the newest first
 * @param next where those before them are; empty if there are none
 */
public record RunPage(List<JsonObject> runs, OptionalLong next) {

	public RunPage {
		runs = List.copyOf(runs);
	}

}
