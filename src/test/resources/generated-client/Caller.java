import client.ApiClient;
import client.ApiException;
import client.api.KeysApi;
import client.api.SyncApi;
import client.model.SignRequest;
import client.model.SyncReport;
import client.model.SyncRequest;

/**
 * A program that uses a client which was generated from the description of the API.
 */
class Caller {

	public static void main(String[] arguments) throws ApiException {
		ApiClient client = new ApiClient();
		client.updateBaseUri(arguments[0]);
		SyncApi syncs = new SyncApi(client);
		SyncReport preview = syncs.sync(null, null, new SyncRequest().dryRun(true));
		SyncReport report = syncs.sync(null, null, new SyncRequest().approve(preview.getPlanDigest()));
		System.out.printf("%s, %d agents, held: %s%n", report.getOutcome(), report.getAgentsSynced(), report.getHeld());
		new KeysApi(client).listKeys().forEach((key) -> System.out.printf("%s/%s%n", key.getKind(), key.getId()));
		try {
			new KeysApi(client).sign("agents", "nobody", new SignRequest().message("hello"), "a-key");
		}
		catch (ApiException ex) {
			System.out.printf("%d %s%n", ex.getCode(), ex.getResponseBody());
		}
	}

}
