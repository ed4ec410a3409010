/* Preloaded into the server by the drills: lets writes or syncs of the database
 * files fail while a flag file exists.
 *
 *   LUMBUNG_SHIM_FULL=FILE   writes answer ENOSPC while FILE exists
 *   LUMBUNG_SHIM_EIO=FILE    fsync and fdatasync answer EIO while FILE exists
 *   LUMBUNG_SHIM_PATH=TEXT   only for descriptors whose path contains TEXT
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int concerned(int fd, const char *flag_name) {
    const char *flag = getenv(flag_name);
    const char *part = getenv("LUMBUNG_SHIM_PATH");
    char link[64], path[4096];
    ssize_t length;
    if (!flag || !part || access(flag, F_OK) != 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return strstr(path, part) != NULL;
}

#define FAIL(flag, error) if (concerned(fd, flag)) { errno = error; return -1; }

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    static ssize_t (*next)(int, const void *, size_t, off64_t);
    if (!next) next = dlsym(RTLD_NEXT, "pwrite64");
    FAIL("LUMBUNG_SHIM_FULL", ENOSPC)
    return next(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    static ssize_t (*next)(int, const void *, size_t, off_t);
    if (!next) next = dlsym(RTLD_NEXT, "pwrite");
    FAIL("LUMBUNG_SHIM_FULL", ENOSPC)
    return next(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = dlsym(RTLD_NEXT, "write");
    FAIL("LUMBUNG_SHIM_FULL", ENOSPC)
    return next(fd, data, size);
}

int ftruncate64(int fd, off64_t size) {
    static int (*next)(int, off64_t);
    if (!next) next = dlsym(RTLD_NEXT, "ftruncate64");
    FAIL("LUMBUNG_SHIM_FULL", ENOSPC)
    return next(fd, size);
}

int fsync(int fd) {
    static int (*next)(int);
    if (!next) next = dlsym(RTLD_NEXT, "fsync");
    FAIL("LUMBUNG_SHIM_EIO", EIO)
    return next(fd);
}

int fdatasync(int fd) {
    static int (*next)(int);
    if (!next) next = dlsym(RTLD_NEXT, "fdatasync");
    FAIL("LUMBUNG_SHIM_EIO", EIO)
    return next(fd);
}
