/* The floor: libsecp256k1 and nothing else, on as many threads as there are cores.
 *   raw LIBRARY N  prints the CPU seconds of N keys, 2N signatures and 2N recoveries, one a line. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void *ctx;
static int (*create)(void *, void *, const unsigned char *);
static int (*serialize)(void *, unsigned char *, size_t *, const void *, unsigned int);
static int (*sign)(void *, void *, const unsigned char *, const unsigned char *, void *, void *);
static int (*compact)(void *, unsigned char *, int *, const void *);
static int (*parse)(void *, void *, const unsigned char *, int);
static int (*recover)(void *, void *, const void *, const unsigned char *);

struct work { int what; uint64_t first, last; unsigned char sum; };

static void number(unsigned char *out, uint64_t value, unsigned char salt) {
	memset(out, salt, 32);
	out[0] = 1;
	memcpy(out + 24, &value, 8);
}

static void require(int result) {
	if (result != 1) { fprintf(stderr, "libsecp256k1 refused\n"); exit(1); }
}

static void public_key(struct work *work, const void *key) {
	unsigned char bytes[65];
	size_t length = sizeof bytes;
	require(serialize(ctx, bytes, &length, key, 2));
	work->sum ^= bytes[64];
}

static void *run(void *argument) {
	struct work *work = argument;
	unsigned char secret[32], hash[32], key[64], signature[65], rs[64];
	int id;
	for (uint64_t i = work->first; i < work->last; i++) {
		number(secret, i, 7);
		number(hash, i, 9);
		if (work->what == 0) {
			require(create(ctx, key, secret));
			public_key(work, key);
		} else if (work->what == 1) {
			require(sign(ctx, signature, hash, secret, NULL, NULL));
			require(compact(ctx, rs, &id, signature));
			work->sum ^= rs[63];
		} else {
			/* one signature for 64 recoveries, each with another hash */
			require(sign(ctx, signature, hash, secret, NULL, NULL));
			require(compact(ctx, rs, &id, signature));
			for (int j = 0; j < 64 && i < work->last; j++, i++) {
				hash[1] = (unsigned char) j;
				require(parse(ctx, signature, rs, id));
				require(recover(ctx, key, signature, hash));
				public_key(work, key);
			}
			i--;
		}
	}
	return NULL;
}

static double cpu(void) {
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static double measure(int what, uint64_t count) {
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t threads[cores];
	struct work works[cores];
	double start = cpu();
	for (long t = 0; t < cores; t++) {
		works[t] = (struct work) { what, count * t / cores, count * (t + 1) / cores, 0 };
		pthread_create(&threads[t], NULL, run, &works[t]);
	}
	for (long t = 0; t < cores; t++) pthread_join(threads[t], NULL);
	return cpu() - start;
}

int main(int count, char **arguments) {
	void *library = (count == 3) ? dlopen(arguments[1], RTLD_NOW) : NULL;
	if (!library) { fprintf(stderr, "raw LIBRARY N: %s\n", dlerror()); return 1; }
	void *(*context)(unsigned int) = dlsym(library, "secp256k1_context_create");
	create = dlsym(library, "secp256k1_ec_pubkey_create");
	serialize = dlsym(library, "secp256k1_ec_pubkey_serialize");
	sign = dlsym(library, "secp256k1_ecdsa_sign_recoverable");
	compact = dlsym(library, "secp256k1_ecdsa_recoverable_signature_serialize_compact");
	parse = dlsym(library, "secp256k1_ecdsa_recoverable_signature_parse_compact");
	recover = dlsym(library, "secp256k1_ecdsa_recover");
	ctx = context(769);
	uint64_t n = strtoull(arguments[2], NULL, 10);
	printf("%f\n%f\n%f\n", measure(0, n), measure(1, 2 * n), measure(2, 2 * n));
	return 0;
}
