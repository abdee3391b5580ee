/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns streams: data of any length on its way between the application and an object of the host.
 * What a stream carries is decided by the call that attaches it, see libvirt-storage-vol.h. */

#ifndef VITRINE_LIBVIRT_STREAM_H
#define VITRINE_LIBVIRT_STREAM_H

#include <libvirt/libvirt-common.h>

VIR_EXTERN_C_BEGIN

/* A stream lives once: virStreamNew makes it, one call such as virStorageVolUpload attaches it,
 * data goes one way, and virStreamFinish or virStreamAbort ends it.  An ended stream can only be
 * freed.  A call that does not fit its state raises OPERATION_INVALID and changes nothing: anything
 * but freeing before it is attached or after it has ended, sending where data comes in, receiving
 * where it goes out, attaching it twice.
 *
 * A call that moves data and fails has aborted the stream.  One that another thread's abort has
 * cut short raises OPERATION_ABORTED.  Of two threads that send (or receive) at once, one goes
 * first and the other waits; it is not told which. */

/* Flags of virStreamNew. */
typedef enum {
    VIR_STREAM_NONBLOCK = 1 /* sending and receiving never wait; they tell that they would */
} virStreamFlags;

/* Flags of virStreamRecvFlags. */
typedef enum {
    VIR_STREAM_RECV_STOP_AT_HOLE = 1 /* tell of a hole, instead of giving zeros for it */
} virStreamRecvFlagsValues;

/* What the callback of a stream can be called for, joined by or.  ERROR is told whether asked
 * for or not, once, when the stream has been aborted. */
typedef enum {
    VIR_STREAM_EVENT_READABLE = 1, /* receiving would not wait: data, or the end of it */
    VIR_STREAM_EVENT_WRITABLE = 2, /* sending would not wait */
    VIR_STREAM_EVENT_ERROR = 4,
    VIR_STREAM_EVENT_HANGUP = 8 /* the other end has left */
} virStreamEventType;

/* The application's: gives the next bytes to be sent.
 * @st       the stream
 * @data     room for @nbytes
 * @nbytes   room in bytes, >= 1
 * @opaque   the pointer that was handed over with the function
 * Returns   bytes written to @data; 0 at the end; negative to give up: errno may tell why
 * Threads   the thread that called virStreamSendAll; no lock of the library is held
 */
typedef int (*virStreamSourceFunc)(virStreamPtr st, char *data, size_t nbytes, void *opaque);

/* The application's: tells where in its data it stands.
 * @st       the stream
 * @inData   out: 0 when a hole comes next, else 1
 * @length   out: bytes until that changes; 0 with @inData 0 at the end of all
 * @opaque   the pointer that was handed over with the function
 * Returns   0; negative to give up
 * Threads   the thread that called virStreamSparseSendAll; no lock of the library is held
 */
typedef int (*virStreamSourceHoleFunc)(virStreamPtr st, int *inData, long long *length,
                                       void *opaque);

/* The application's: moves on in its data, over a hole.
 * @st       the stream
 * @length   bytes of the hole
 * @opaque   the pointer that was handed over with the function
 * Returns   0; negative to give up
 * Threads   the thread that called virStreamSparseSendAll; no lock of the library is held
 */
typedef int (*virStreamSourceSkipFunc)(virStreamPtr st, long long length, void *opaque);

/* The application's: takes bytes that were received.
 * @st       the stream
 * @data     the bytes; the library's, valid until it returns
 * @nbytes   how many, >= 1
 * @opaque   the pointer that was handed over with the function
 * Returns   bytes taken, >= 1: it is called again with the rest; other values give up: errno may
 *           tell why
 * Threads   the thread that called virStreamRecvAll; no lock of the library is held
 */
typedef int (*virStreamSinkFunc)(virStreamPtr st, const char *data, size_t nbytes, void *opaque);

/* The application's: takes a hole that was received.
 * @st       the stream
 * @length   bytes that read as zeros
 * @opaque   the pointer that was handed over with the function
 * Returns   0; negative to give up
 * Threads   the thread that called virStreamSparseRecvAll; no lock of the library is held
 */
typedef int (*virStreamSinkHoleFunc)(virStreamPtr st, long long length, void *opaque);

/* The application's: called by the event loop as long as one of the events holds.
 * @stream   the stream, as it was registered; it may be finished, aborted and freed in here, and
 *           the callback removed
 * @events   what holds, of virStreamEventType
 * @opaque   the pointer that was handed over with the callback
 * Threads   the thread of the event loop; no lock of the library is held
 */
typedef void (*virStreamEventCallback)(virStreamPtr stream, int events, void *opaque);

/* Makes a stream, which is attached to nothing yet.
 * @conn     open connection
 * @flags    bits of virStreamFlags
 * Returns   handle; NULL on failure
 * Errors    INVALID_CONN @conn; INVALID_ARG @flags
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the handle with virStreamFree
 * Since     0.7.2
 */
virStreamPtr virStreamNew(virConnectPtr conn, unsigned int flags);

/* Adds a reference to a stream.
 * @stream   handle
 * Returns   0; -1 on failure
 * Errors    INVALID_STREAM @stream
 * Threads   any thread, any time; never blocks
 * Owner     caller drops the reference with virStreamFree
 * Since     0.7.2
 */
int virStreamRef(virStreamPtr stream);

/* Drops a reference to a stream.  The last one removes its callback, and aborts the stream when it
 * has not ended.
 * @stream   handle; not to be used again by this caller
 * Returns   0; -1 on failure
 * Errors    INVALID_STREAM @stream
 * Threads   any thread, any time; may block as virStreamEventRemoveCallback does
 * Owner     releases what virStreamNew or virStreamRef gave
 * Since     0.7.2
 */
int virStreamFree(virStreamPtr stream);

/* Sends bytes.
 * @stream   stream that data goes out on
 * @data     @nbytes bytes
 * @nbytes   how many; at most INT_MAX are looked at
 * Returns   bytes sent, perhaps fewer; -2 when the stream is NONBLOCK and they would have to wait;
 *           -1 on failure
 * Errors    INVALID_STREAM @stream; INVALID_ARG @data NULL; OPERATION_INVALID the state of the
 *           stream; OPERATION_ABORTED another thread aborted it; SYSTEM_ERROR the host refuses, or
 *           what it is attached to is full
 * Threads   any thread, any time; may block until there is room, if the stream is not NONBLOCK, and
 *           for the storage
 * Owner     @data stays the caller's
 * Since     0.7.2
 */
int virStreamSend(virStreamPtr stream, const char *data, size_t nbytes);

/* Receives bytes.
 * @stream   stream that data comes in on
 * @data     room for @nbytes
 * @nbytes   room in bytes; at most INT_MAX are used
 * Returns   bytes received, perhaps fewer; 0 at the end of the data; -2 when the stream is NONBLOCK
 *           and there are none yet; -1 on failure
 * Errors    as virStreamSend
 * Threads   any thread, any time; may block until there is data, if the stream is not NONBLOCK, and
 *           for the storage
 * Owner     @data stays the caller's
 * Since     0.7.2
 */
int virStreamRecv(virStreamPtr stream, char *data, size_t nbytes);

/* Receives bytes, and tells of holes when asked to.
 * @stream   stream that data comes in on
 * @data     room for @nbytes
 * @nbytes   room in bytes; at most INT_MAX are used
 * @flags    bits of virStreamRecvFlagsValues
 * Returns   as virStreamRecv, and -3 when a hole comes next: virStreamRecvHole tells how long it
 *           is.  Only a stream that was attached as a sparse one tells of holes
 * Errors    as virStreamRecv; INVALID_ARG @flags
 * Threads   as virStreamRecv
 * Owner     @data stays the caller's
 * Since     3.4.0
 */
int virStreamRecvFlags(virStreamPtr stream, char *data, size_t nbytes, unsigned int flags);

/* Sends a hole: bytes that are to read as zeros and need no room.
 * @stream   sparse stream that data goes out on
 * @length   bytes, >= 0
 * @flags    0
 * Returns   0; -1 on failure
 * Errors    as virStreamSend; INVALID_ARG @length, @flags; OPERATION_INVALID also when the stream
 *           is no sparse one
 * Threads   as virStreamSend
 * Since     3.4.0
 */
int virStreamSendHole(virStreamPtr stream, long long length, unsigned int flags);

/* Receives a hole, and goes on behind it.
 * @stream   sparse stream that data comes in on
 * @length   out: bytes of the hole; 0 when none comes next
 * @flags    0
 * Returns   0; -1 on failure
 * Errors    as virStreamRecv; INVALID_ARG @length NULL, @flags; OPERATION_INVALID also when the
 *           stream is no sparse one
 * Threads   as virStreamRecv
 * Owner     caller owns @length
 * Since     3.4.0
 */
int virStreamRecvHole(virStreamPtr stream, long long *length, unsigned int flags);

/* Sends all that a function of the application gives, until it gives no more.  The stream is then
 * still to be finished.
 * @stream   stream that data goes out on, not NONBLOCK
 * @handler  gives the data
 * @opaque   handed to @handler; NULL allowed
 * Returns   0; -1 on failure: the stream has been aborted
 * Errors    INVALID_STREAM @stream; INVALID_ARG @handler NULL; OPERATION_INVALID also when it is
 *           NONBLOCK, which changes nothing; SYSTEM_ERROR @handler gave up and errno told why;
 *           OPERATION_ABORTED it gave up; INTERNAL_ERROR it claims more than it had room for; codes
 *           of virStreamSend
 * Threads   any thread, any time; blocks until all is sent
 * Owner     @opaque stays the caller's
 * Since     0.7.2
 */
int virStreamSendAll(virStreamPtr stream, virStreamSourceFunc handler, void *opaque);

/* The same for data with holes, which are sent as holes.
 * @stream       sparse stream that data goes out on, not NONBLOCK
 * @handler      gives the data
 * @holeHandler  tells where holes are
 * @skipHandler  moves over them
 * @opaque       handed to all three; NULL allowed
 * Returns   0; -1 on failure: the stream has been aborted
 * Errors    as virStreamSendAll, and those of virStreamSendHole
 * Threads   as virStreamSendAll
 * Owner     @opaque stays the caller's
 * Since     3.4.0
 */
int virStreamSparseSendAll(virStreamPtr stream, virStreamSourceFunc handler,
                           virStreamSourceHoleFunc holeHandler, virStreamSourceSkipFunc skipHandler,
                           void *opaque);

/* Hands all data that comes in to a function of the application.  The stream is then still to be
 * finished.
 * @stream   stream that data comes in on, not NONBLOCK
 * @handler  takes the data
 * @opaque   handed to @handler; NULL allowed
 * Returns   0; -1 on failure: the stream has been aborted
 * Errors    as virStreamSendAll, with the codes of virStreamRecv
 * Threads   any thread, any time; blocks until all is received
 * Owner     @opaque stays the caller's
 * Since     0.7.2
 */
int virStreamRecvAll(virStreamPtr stream, virStreamSinkFunc handler, void *opaque);

/* The same, and holes are handed over as holes.
 * @stream       sparse stream that data comes in on, not NONBLOCK
 * @handler      takes the data
 * @holeHandler  takes the holes
 * @opaque       handed to both; NULL allowed
 * Returns   0; -1 on failure: the stream has been aborted
 * Errors    as virStreamRecvAll, and those of virStreamRecvHole
 * Threads   as virStreamRecvAll
 * Owner     @opaque stays the caller's
 * Since     3.4.0
 */
int virStreamSparseRecvAll(virStreamPtr stream, virStreamSinkFunc handler,
                           virStreamSinkHoleFunc holeHandler, void *opaque);

/* Registers the callback of a stream, which has one at most.  It lasts until it is removed, or
 * until the last reference is dropped.
 * @stream   attached stream
 * @events   what to be called for, of virStreamEventType; 0 is nothing, for the moment
 * @cb       callback
 * @opaque   handed to @cb and @ff; NULL allowed
 * @ff       called once, when @cb will not be called any more; NULL allowed
 * Returns   0; -1 on failure: @ff is not called
 * Errors    INVALID_STREAM @stream; INVALID_ARG @cb NULL, @events unknown bits; OPERATION_INVALID
 *           the state of the stream, or it has a callback; INTERNAL_ERROR there is no event loop;
 *           SYSTEM_ERROR the host refuses
 * Threads   any thread, any time; never blocks
 * Owner     @opaque is the application's; @ff says when it is free
 * Since     0.7.2
 */
int virStreamEventAddCallback(virStreamPtr stream, int events, virStreamEventCallback cb,
                              void *opaque, virFreeCallback ff);

/* Changes what the callback is called for.
 * @stream   stream
 * @events   as for virStreamEventAddCallback
 * Returns   0; -1 on failure
 * Errors    INVALID_STREAM @stream; INVALID_ARG @events; OPERATION_INVALID it has no callback
 * Threads   any thread, any time; never blocks
 * Since     0.7.2
 */
int virStreamEventUpdateCallback(virStreamPtr stream, int events);

/* Removes the callback: it does not run any more when this returns, unless this is called in it.
 * @stream   stream
 * Returns   0; -1 on failure
 * Errors    INVALID_STREAM @stream; OPERATION_INVALID it has no callback
 * Threads   any thread, any time; waits while another thread runs the callback
 * Since     0.7.2
 */
int virStreamEventRemoveCallback(virStreamPtr stream);

/* Ends a stream whose data is complete.  After success all that was sent is in its place, as safe
 * as the host can make it.  Where data comes in, it need not have been read to the end.
 * @stream   attached stream
 * Returns   0; -1 on failure: the stream has been aborted
 * Errors    INVALID_STREAM @stream; OPERATION_INVALID the state of the stream; OPERATION_ABORTED
 *           another thread aborted it; SYSTEM_ERROR the host cannot keep the data
 * Threads   any thread, any time; waits for calls of other threads that move data, and for the
 *           storage
 * Since     0.7.2
 */
int virStreamFinish(virStreamPtr stream);

/* Ends a stream at once, whatever was sent.  Calls of other threads that wait in it return.
 * @stream   attached stream
 * Returns   0; -1 on failure
 * Errors    INVALID_STREAM @stream; OPERATION_INVALID the state of the stream
 * Threads   any thread, any time; waits for no other call, but perhaps while the host closes a file
 * Since     0.7.2
 */
int virStreamAbort(virStreamPtr stream);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_STREAM_H */
