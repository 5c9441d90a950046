/*
 * Hosts a Linux Java runtime in a Wine process, so that Java code can call the Windows API:
 *
 *   host LIBJVM [-JVMOPTION...] MAIN/CLASS [ARGUMENT...]
 *
 * Two functions of the C calling convention are told by system properties: reeve.wine.symbol finds
 * a function of a DLL, reeve.wine.error tells the thread's last error.
 */
#include <windows.h>
#include <dlfcn.h>
#include <errno.h>
#include <jni.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

#define MAX_OPTIONS 64
#define MAIN_STACK (32 << 20)
#define GUARDS (256 << 10)

static int count;
static char **words;

static void *symbol(const char *dll, const char *name)
{
    HMODULE module = LoadLibraryA(dll);
    return module ? (void *)GetProcAddress(module, name) : NULL;
}

static unsigned last_error(void)
{
    return GetLastError();
}

struct start {
    void *(*run)(void *);
    void *arg;
    pthread_t self;
    sem_t begun;
};

static DWORD WINAPI begin(void *given)
{
    struct start *start = given;
    void *(*run)(void *) = start->run;
    void *arg = start->arg;
    start->self = pthread_self();
    sem_post(&start->begun);
    run(arg);
    return 0;
}

/* What the runtime asks of pthread_create: see stacks.c. */
static int spawn(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *arg)
{
    struct start start = {run, arg};
    size_t size;
    pthread_attr_getstacksize(attr, &size);
    sem_init(&start.begun, 0, 0);
    HANDLE handle = CreateThread(NULL, size + GUARDS, begin, &start, 0, NULL);
    if (!handle)
        return EAGAIN;
    while (sem_wait(&start.begun))
        ;
    *thread = start.self;
    CloseHandle(handle);
    return 0;
}

static int fail(const char *what)
{
    fprintf(stderr, "host: %s\n", what);
    return 3;
}

static int call_main(JNIEnv *env, int first)
{
    jclass type = (*env)->FindClass(env, words[first]);
    jmethodID method =
        type ? (*env)->GetStaticMethodID(env, type, "main", "([Ljava/lang/String;)V") : NULL;
    if (method) {
        jobjectArray arguments = (*env)->NewObjectArray(
            env, count - first - 1, (*env)->FindClass(env, "java/lang/String"), NULL);
        for (int i = first + 1; i < count; i++)
            (*env)->SetObjectArrayElement(
                env, arguments, i - first - 1, (*env)->NewStringUTF(env, words[i]));
        (*env)->CallStaticVoidMethod(env, type, method, arguments);
    }
    if (!(*env)->ExceptionCheck(env))
        return 0;
    (*env)->ExceptionDescribe(env);
    return 1;
}

static int host(void)
{
    static char symbol_option[64], error_option[64];
    JavaVMOption options[MAX_OPTIONS] = {{symbol_option}, {error_option}};
    int n = 2, first = 2;
    snprintf(symbol_option, sizeof symbol_option, "-Dreeve.wine.symbol=%llu",
             (unsigned long long)symbol);
    snprintf(error_option, sizeof error_option, "-Dreeve.wine.error=%llu",
             (unsigned long long)last_error);
    for (; first < count && words[first][0] == '-' && n < MAX_OPTIONS; first++)
        options[n++].optionString = words[first];
    if (first >= count)
        return fail("which class?");
    void *library = dlopen(words[1], RTLD_NOW | RTLD_GLOBAL);
    if (!library)
        return fail(dlerror());
    void **hook = dlsym(RTLD_DEFAULT, "reeve_spawn");
    if (!hook)
        return fail("LD_PRELOAD names no stacks.so");
    *hook = spawn;
    jint (*create)(JavaVM **, void **, void *) = dlsym(library, "JNI_CreateJavaVM");
    JavaVMInitArgs arguments = {JNI_VERSION_10, n, options, JNI_FALSE};
    JavaVM *vm;
    JNIEnv *env;
    if (!create || create(&vm, (void **)&env, &arguments))
        return fail("the Java runtime did not start");
    return call_main(env, first);
}

/* The runtime's first thread is one of ours too: the program's own has too small a stack. */
static DWORD WINAPI run(void *ignored)
{
    int result = host();
    fflush(NULL);
    TerminateProcess(GetCurrentProcess(), result);
    return result;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fail("usage: host LIBJVM [-OPTION...] CLASS [ARGUMENT...]");
    count = argc;
    words = argv;
    WaitForSingleObject(CreateThread(NULL, MAIN_STACK, run, NULL, 0, NULL), INFINITE);
    return 0;
}
