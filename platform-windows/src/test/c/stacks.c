/*
 * Preloaded into a Wine process that hosts a Linux Java runtime. Two things are told otherwise
 * than the C library would:
 *
 * - the runtime's threads are begun by the host program, as threads of Windows, so that each has
 *   what Windows keeps for a thread (the thread environment block);
 * - such a thread runs on the stack that Wine gave it, not on the one that pthreads knows.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

typedef int spawner(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

spawner *reeve_spawn;

static int is_of_the_runtime(void *code)
{
    Dl_info info;
    return dladdr(code, &info) && info.dli_fname && strstr(info.dli_fname, "/libjvm.so");
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
    static spawner *real;
    if (!real)
        real = (spawner *)dlsym(RTLD_NEXT, "pthread_create");
    if (reeve_spawn && is_of_the_runtime(__builtin_return_address(0)))
        return reeve_spawn(thread, attr, run, arg);
    return real(thread, attr, run, arg);
}

int pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
    static int (*real)(pthread_t, pthread_attr_t *);
    char *low, *base, *here = __builtin_frame_address(0);
    void *known;
    size_t size;
    if (!real)
        real = (int (*)(pthread_t, pthread_attr_t *))dlsym(RTLD_NEXT, "pthread_getattr_np");
    int result = real(thread, attr);
    if (result || !pthread_equal(thread, pthread_self()))
        return result;
    pthread_attr_getstack(attr, &known, &size);
    if (here >= (char *)known && here < (char *)known + size)
        return 0;
    /* NT_TIB.StackBase and TEB.DeallocationStack; its lowest pages are guards of Wine's. */
    __asm__("movq %%gs:0x08,%0" : "=r"(base));
    __asm__("movq %%gs:0x1478,%0" : "=r"(low));
    low += 0x10000;
    pthread_attr_setguardsize(attr, 0);
    return pthread_attr_setstack(attr, low, base - low);
}
