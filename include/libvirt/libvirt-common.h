/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns what every public header needs: linkage, handle types, identifiers, authentication.
 * Also tells how the comments of all public headers read. */

#ifndef VITRINE_LIBVIRT_COMMON_H
#define VITRINE_LIBVIRT_COMMON_H

#include <stddef.h>
#include <sys/types.h> /* not needed here; programs of the time get its names through us */

/* How the comments read
 *
 * One comment stands before each function.  Its fields, in this order:
 *   @name    a parameter: meaning, unit, bounds; NULL is refused unless "NULL allowed" stands there
 *   Returns  the result and the value that means failure
 *   Errors   codes without their prefix VIR_ERR_, in about the order of the checks; when several
 *            apply, which one is raised is no promise
 *   Threads  whether the call can keep its thread waiting
 *   Owner    who releases what
 *   Since    release of the API that brought it; also the version node of the symbol
 *
 * True of all functions and therefore not repeated:
 * - Any thread may call any function at any time, several at once on one handle, provided that the
 *   handle's references outlive the call.  Under "Threads":
 *     "never blocks"                       touches nothing but memory of the process
 *     "may block for one query"            waits for one answer of hypervisor, host or remote peer,
 *                                          never for a change that another thread has begun
 *     "may block behind other changes"     also waits until earlier changes of that object end
 * - Any function that can fail may raise NO_MEMORY; INTERNAL_ERROR when no other code fits; on a
 *   remote connection also RPC and SYSTEM_ERROR, when the exchange with the peer fails.
 * - NO_SUPPORT means that the driver of this connection lacks the function.
 * - Strings are NUL-terminated.  "Caller frees" means free() of the C library.
 * - KiB are 1024 bytes.  Bits of a flags argument that are not listed must be 0.
 * - A function name that ends in Free drops one reference of the handle, one in Ref adds one; the
 *   handle is gone with the last.  Each handle also keeps its connection alive (virConnectClose).
 */

#ifdef __cplusplus
#define VIR_EXTERN_C_BEGIN extern "C" {
#define VIR_EXTERN_C_END }
#else
#define VIR_EXTERN_C_BEGIN
#define VIR_EXTERN_C_END
#endif

/* Storage class of the library's variables, for systems that need another one than this. */
#ifndef VIR_EXPORT_VAR
#define VIR_EXPORT_VAR extern
#endif

/* Marks what new programs should not use.  Defined empty before the first #include it is silent. */
#ifndef VIR_DEPRECATED
#ifdef __GNUC__
#define VIR_DEPRECATED __attribute__((__deprecated__))
#else
#define VIR_DEPRECATED
#endif
#endif

VIR_EXTERN_C_BEGIN

/* A connection to a hypervisor and to the networks, storage and devices of its host. */
typedef struct _virConnect virConnect;
typedef virConnect *virConnectPtr;

/* A guest, running or only defined. */
typedef struct _virDomain virDomain;
typedef virDomain *virDomainPtr;

/* A virtual network. */
typedef struct _virNetwork virNetwork;
typedef virNetwork *virNetworkPtr;

/* A place that volumes are made in. */
typedef struct _virStoragePool virStoragePool;
typedef virStoragePool *virStoragePoolPtr;

/* One piece of storage in a pool. */
typedef struct _virStorageVol virStorageVol;
typedef virStorageVol *virStorageVolPtr;

/* A device of the host. */
typedef struct _virNodeDevice virNodeDevice;
typedef virNodeDevice *virNodeDevicePtr;

/* Data on its way between the application and an object of the host. */
typedef struct _virStream virStream;
typedef virStream *virStreamPtr;

/* Bytes of a UUID in raw form. */
#define VIR_UUID_BUFLEN (16)

/* Bytes of a UUID as text, 8-4-4-4-12 lower case hexadecimal digits, with the NUL at its end. */
#define VIR_UUID_STRING_BUFLEN (36 + 1)

/* Called once when the library is done with an application's pointer.
 * @opaque   the pointer that was handed over with the callback
 * Threads   the thread that runs the event loop, or the one whose call ended the registration;
 *           no lock of the library is held
 */
typedef void (*virFreeCallback)(void *opaque);

/* Flags of virConnectOpenAuth. */
typedef enum {
    VIR_CONNECT_RO = 1 /* look only: functions that change something, or that peek, are refused */
} virConnectFlags;

/* What a connection may ask its user for. */
typedef enum {
    VIR_CRED_USERNAME = 1,     /* identity to act as */
    VIR_CRED_AUTHNAME = 2,     /* identity to authenticate as */
    VIR_CRED_LANGUAGE = 3,     /* languages as in RFC 1766, separated by commas */
    VIR_CRED_CNONCE = 4,       /* a nonce chosen by the client */
    VIR_CRED_PASSPHRASE = 5,   /* a secret */
    VIR_CRED_ECHOPROMPT = 6,   /* answer to a challenge, may be shown while typed */
    VIR_CRED_NOECHOPROMPT = 7, /* answer to a challenge, not shown while typed */
    VIR_CRED_REALM = 8,        /* realm of the identity */
    VIR_CRED_EXTERNAL = 9      /* settled outside the connection; challenge names the system */
} virConnectCredentialType;

/* One question to the user, and the answer. */
struct _virConnectCredential {
    int type;               /* one of virConnectCredentialType */
    const char *prompt;     /* text to show; library's */
    const char *challenge;  /* more about the question; library's, may be NULL */
    const char *defresult;  /* answer to assume when none is given; library's, may be NULL */
    char *result;           /* out: answer, from malloc; the library frees it; NULL for none */
    unsigned int resultlen; /* out: bytes of result without NUL; 0 for none */
};
typedef struct _virConnectCredential virConnectCredential;
typedef virConnectCredential *virConnectCredentialPtr;

/* Asks the user for credentials on behalf of a connection that is being opened.
 * @cred     array of @ncred questions; fill result and resultlen of each
 * @ncred    number of questions, >= 1
 * @cbdata   the pointer of virConnectAuth
 * Returns   0 to go on, a negative value to give up: opening then fails with AUTH_FAILED
 * Threads   the thread that opens the connection; no lock of the library is held
 * Owner     the library frees each result
 */
typedef int (*virConnectAuthCallbackPtr)(virConnectCredentialPtr cred, unsigned int ncred,
                                         void *cbdata);

/* How a program answers questions.  It must not change while a connection is being opened with it;
 * the library keeps no pointer to it afterwards. */
struct _virConnectAuth {
    int *credtype;                /* kinds of questions that cb can answer, of ncredtype entries */
    unsigned int ncredtype;       /* entries of credtype */
    virConnectAuthCallbackPtr cb; /* NULL allowed when nothing will be asked */
    void *cbdata;                 /* handed to cb */
};
typedef struct _virConnectAuth virConnectAuth;
typedef virConnectAuth *virConnectAuthPtr;

/* Answers questions at the terminal: prompts on stdout, reads lines from stdin, secrets without
 * echo.  Knows AUTHNAME, ECHOPROMPT, REALM, PASSPHRASE, NOECHOPROMPT, and EXTERNAL where the
 * challenge is "PolicyKit".  End of input counts as an empty line; longest answer 1023 bytes.
 * Threads   constant; the prompts of two threads may mix on the terminal
 * Owner     the library; neither write to it nor free it
 * Since     0.4.0
 */
VIR_EXPORT_VAR virConnectAuthPtr virConnectAuthPtrDefault;

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_COMMON_H */
