/*
 * A disk that cannot keep what it was given: while a file of the same name with ".failing" behind it exists, fsync and
 * fdatasync of a file end with EIO and do nothing. Loaded before the C library (LD_PRELOAD); without such a file, nothing
 * is different.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char ending[] = ".failing";

static int fails(int file)
{
	char link[64], path[4096 + sizeof ending];
	snprintf(link, sizeof link, "/proc/self/fd/%d", file);
	ssize_t length = readlink(link, path, sizeof path - sizeof ending);
	if (length < 0)
		return 0;
	memcpy(path + length, ending, sizeof ending);
	return access(path, F_OK) == 0;
}

static int sync_by(const char *name, int file)
{
	if (fails(file)) {
		errno = EIO;
		return -1;
	}
	int (*original)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	return original(file);
}

int fsync(int file)
{
	return sync_by("fsync", file);
}

int fdatasync(int file)
{
	return sync_by("fdatasync", file);
}
