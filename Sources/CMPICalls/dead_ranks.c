#include "dead_ranks.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t is_silent;
static long process_count;
/// The handler that the program has installed after this one; SIG_DFL if there is none.
static void (*next_handler)(int) = SIG_DFL;
static int *processes;
static char **sentences;

#ifdef __linux__
/// Writes "/proc/NUMBER/stat". snprintf is not safe in a signal handler.
static void write_path(int process, char *path) {
    char digits[16];
    int count = 0;
    do digits[count++] = (char)('0' + process % 10);
    while (process /= 10);
    memcpy(path, "/proc/", 6);
    for (int i = 0; i < count; i++) path[6 + i] = digits[count - 1 - i];
    memcpy(path + 6 + count, "/stat", 6);
}

/// Returns 1 if the process has ended and its parent has not yet asked for its status: the state after the name, which
/// is in parentheses, is Z or X.
static int is_zombie(int process) {
    char path[32], text[512];
    write_path(process, path);
    int file = open(path, O_RDONLY);
    if (file < 0) return 0;
    long length = read(file, text, sizeof text);
    close(file);
    for (long i = length - 3; i >= 0; i--)
        if (text[i] == ')') return text[i + 2] == 'Z' || text[i + 2] == 'X';
    return 0;
}
#else
static int is_zombie(int process) { return 0; }
#endif

int synann_process_has_ended(int process) {
    int before = errno;
    int is_gone = (kill(process, 0) != 0 && errno == ESRCH) || is_zombie(process);
    errno = before;
    return is_gone;
}

static void end(int signal_number) {
    int dead = 0;
    for (long i = 0; i < process_count && !is_silent; i++) {
        if (!synann_process_has_ended(processes[i])) continue;
        dead = 1;
        // A failed write cannot be reported.
        long written = write(STDERR_FILENO, sentences[i], strlen(sentences[i]));
        (void)written;
    }
    // Nobody has died: the user wants to stop the program.
    if (!dead && !is_silent && next_handler != SIG_DFL && next_handler != SIG_IGN) {
        next_handler(signal_number);
        return;
    }
    // mpirun ends all ranks at almost the same time, and kills a rank that still lives a second later. A rank that ended
    // at once would look to the others like the rank that died first.
    struct timespec pause = {0, 600 * 1000 * 1000};
    nanosleep(&pause, NULL);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

void synann_name_dead_ranks_on_termination(long count, const int *numbers, const char *const *texts) {
    struct sigaction current, handler = {0};
    if (sigaction(SIGTERM, NULL, &current) != 0 || current.sa_handler != SIG_DFL) return;
    processes = malloc((size_t)count * sizeof *processes);
    sentences = malloc((size_t)count * sizeof *sentences);
    if (!processes || !sentences) return;
    for (long i = 0; i < count; i++) {
        processes[i] = numbers[i];
        sentences[i] = strdup(texts[i]);
        if (!sentences[i]) return;
    }
    process_count = count;
    handler.sa_handler = end;
    sigaction(SIGTERM, &handler, NULL);
}

void synann_watch_termination_too(void) {
    struct sigaction current, handler = {0};
    if (!processes || sigaction(SIGTERM, NULL, &current) != 0 || current.sa_handler == end) return;
    next_handler = current.sa_handler;
    handler.sa_handler = end;
    sigaction(SIGTERM, &handler, NULL);
}

void synann_stop_naming_dead_ranks(void) { is_silent = 1; }
