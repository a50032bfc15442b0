/*
 * Stands between a program and libc (LD_PRELOAD) and spoils its disk and its clock, as a shared file tells.
 * Only regular files are touched: sockets, pipes and terminals work as ever.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* The order of the numbers is that of shim.ts. */
struct orders {
	int64_t clock_offset_ms;
	int64_t sync_delay_us;
	int64_t fail_from; /* the number of the first write that fails */
	int64_t fail_until; /* the number of the first one that works again */
	int64_t fail_errno;
	int64_t is_short; /* the first one writes half of it before */
	int64_t writes; /* counted here */
	int64_t failures; /* counted here */
};

static volatile struct orders *orders;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_gettimeofday)(struct timeval *, void *);

static void load(void) {
	if (real_write != NULL) return;
	real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
	real_writev = dlsym(RTLD_NEXT, "writev");
	real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
	real_fsync = dlsym(RTLD_NEXT, "fsync");
	real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
	real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
	real_write = dlsym(RTLD_NEXT, "write");
}

__attribute__((constructor)) static void start(void) {
	load();
	const char *file = getenv("CHAT_TUI_FAULTS");
	if (file == NULL) return;
	int fd = open(file, O_RDWR | O_CLOEXEC);
	if (fd < 0) return;
	void *memory = mmap(NULL, sizeof(struct orders), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (memory != MAP_FAILED) orders = memory;
}

static int is_file(int fd) {
	struct stat facts;
	return orders != NULL && fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode);
}

/* 0: go on; 1: write half of it; -1: errno is set. */
static int judge(int fd) {
	int saved = errno;
	if (!is_file(fd)) {
		errno = saved;
		return 0;
	}
	errno = saved;
	int64_t number = __atomic_fetch_add(&orders->writes, 1, __ATOMIC_SEQ_CST);
	if (number < orders->fail_from || number >= orders->fail_until) return 0;
	__atomic_fetch_add(&orders->failures, 1, __ATOMIC_SEQ_CST);
	if (orders->is_short && number == orders->fail_from) return 1;
	errno = (int)orders->fail_errno;
	return -1;
}

ssize_t write(int fd, const void *bytes, size_t size) {
	load();
	int verdict = judge(fd);
	return verdict < 0 ? -1 : real_write(fd, bytes, verdict > 0 && size > 1 ? size / 2 : size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t offset) {
	load();
	int verdict = judge(fd);
	return verdict < 0 ? -1 : real_pwrite(fd, bytes, verdict > 0 && size > 1 ? size / 2 : size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) {
	return pwrite64(fd, bytes, size, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
	load();
	return judge(fd) < 0 ? -1 : real_writev(fd, parts, count);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
	load();
	return judge(fd) < 0 ? -1 : real_pwritev(fd, parts, count, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
	return pwritev64(fd, parts, count, offset);
}

static void be_slow(int fd) {
	if (is_file(fd) && orders->sync_delay_us > 0) usleep((useconds_t)orders->sync_delay_us);
}

int fsync(int fd) {
	load();
	be_slow(fd);
	return judge(fd) < 0 ? -1 : real_fsync(fd);
}

int fdatasync(int fd) {
	load();
	be_slow(fd);
	return judge(fd) < 0 ? -1 : real_fdatasync(fd);
}

static int64_t offset_ms(void) { return orders == NULL ? 0 : orders->clock_offset_ms; }

int clock_gettime(clockid_t clock, struct timespec *time) {
	load();
	int result = real_clock_gettime(clock, time);
	if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
		time->tv_sec += offset_ms() / 1000;
	}
	return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
	load();
	int result = real_gettimeofday(time, zone);
	if (result == 0) time->tv_sec += offset_ms() / 1000;
	return result;
}

time_t time(time_t *into) {
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (into != NULL) *into = now.tv_sec;
	return now.tv_sec;
}
