/* The floor of a read: one thread that gives each request the same bytes and keeps the connection.
 *   epoll ANSWER  prints its port on loopback; ANSWER is a file with status line, headers and body. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char *answer;
static size_t length;

static void require(int holds, const char *what) {
	if (!holds) { perror(what); exit(1); }
}

static void load(const char *path) {
	FILE *file = fopen(path, "rb");
	require(file && !fseek(file, 0, SEEK_END), path);
	length = ftell(file);
	rewind(file);
	answer = malloc(length);
	require(answer && fread(answer, 1, length, file) == length, path);
	fclose(file);
}

static int listen_on_loopback(void) {
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int server = socket(AF_INET, SOCK_STREAM, 0);
	require(server >= 0 && !bind(server, (struct sockaddr *) &address, size) && !listen(server, 128), "listen");
	require(!getsockname(server, (struct sockaddr *) &address, &size), "getsockname");
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return server;
}

static void watch(int poll, int fd) {
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
	require(!epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

static int send_all(int fd) {
	for (size_t sent = 0; sent < length;) {
		ssize_t some = send(fd, answer + sent, length - sent, MSG_NOSIGNAL);
		if (some <= 0) return 0;
		sent += some;
	}
	return 1;
}

/* A caller sends a request whole, and the next one only when it has the answer. */
static int serve(int fd) {
	char request[4096];
	ssize_t size = read(fd, request, sizeof request);
	return size >= 4 && !memcmp(request + size - 4, "\r\n\r\n", 4) && send_all(fd);
}

int main(int count, char **arguments) {
	require(count == 2, "epoll ANSWER");
	load(arguments[1]);
	int server = listen_on_loopback(), poll = epoll_create1(0), on = 1;
	watch(poll, server);
	for (;;) {
		struct epoll_event events[64];
		int ready = epoll_wait(poll, events, 64, -1);
		for (int i = 0; i < ready; i++) {
			int fd = events[i].data.fd;
			if (fd == server) {
				int caller = accept(server, NULL, NULL);
				setsockopt(caller, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
				watch(poll, caller);
			} else if (!serve(fd)) {
				close(fd);
			}
		}
	}
}
