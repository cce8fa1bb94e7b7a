package dev.registrysync.keys;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /keys/{kind}/{id}/sign}.
 */
@Schema(description = "What to sign.",
		example = "{\"message\": \"8d5e957f297893487bd98fa830fa6413a7a5c0e0f5b1f2b8f6c1e0d9a7b3c2d1\"}")
record SignRequest(@Schema(description = "The text, at most 4096 bytes of UTF-8; signed exactly as it is.",
		requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String message) {
}
