// The service's job with ethers: a key and two signatures for each entry, a JSON file of them, and the validation of all of
// it.  node ethers.mjs SOURCE REGISTRY  prints the CPU seconds of both, one a line.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { hexlify, verifyMessage, Wallet } from 'ethers';

const [source, registry] = process.argv.slice(2);

const registration = (id) => `agent_registration:${id}`;

const attestation = (id, address, entry) => `registry-sync attestation v1\nkind: agents\nid: ${id}\naddress: ${address}\n`
	+ `content: ${createHash('sha256').update(JSON.stringify(entry)).digest('hex')}`;

function sign() {
	const entries = JSON.parse(readFileSync(source, 'utf8'));
	for (const [id, entry] of Object.entries(entries)) {
		const wallet = new Wallet(hexlify(randomBytes(32)));
		const text = attestation(id, wallet.address, entry);
		entry.identity = {
			address: wallet.address,
			signature: wallet.signMessageSync(registration(id)),
			attestation: wallet.signMessageSync(text),
		};
	}
	writeFileSync(registry, JSON.stringify(entries, null, 2));
}

function validate() {
	for (const [id, { identity, ...entry }] of Object.entries(JSON.parse(readFileSync(registry, 'utf8')))) {
		if (verifyMessage(registration(id), identity.signature) !== identity.address
				|| verifyMessage(attestation(id, identity.address, entry), identity.attestation) !== identity.address) {
			throw new Error(`${id} is invalid`);
		}
	}
}

for (const job of [sign, validate]) {
	const start = process.cpuUsage();
	job();
	const { user, system } = process.cpuUsage(start);
	console.log((user + system) / 1e6);
}
