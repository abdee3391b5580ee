// SPDX-License-Identifier: LGPL-2.1-or-later
// A program of 2009 in C++: the headers' enumerations and callbacks behind small classes.
// Test: it compiles without a warning.  It is not linked or run.

#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

class Failure : public std::runtime_error
{
  public:
    Failure() : std::runtime_error(text()), code(number())
    {
    }
    const virErrorNumber code;

  private:
    static std::string text()
    {
        virErrorPtr err = virGetLastError();
        return err != NULL && err->message != NULL ? err->message : "unknown";
    }
    static virErrorNumber number()
    {
        virErrorPtr err = virGetLastError();
        return err != NULL ? static_cast<virErrorNumber>(err->code) : VIR_ERR_OK;
    }
};

class Domain
{
  public:
    explicit Domain(virDomainPtr handle) : dom(handle)
    {
        if (dom == NULL)
            throw Failure();
    }
    Domain(const Domain &other) : dom(other.dom)
    {
        if (virDomainRef(dom) < 0)
            throw Failure();
    }
    ~Domain()
    {
        virDomainFree(dom);
    }

    std::string name() const
    {
        return virDomainGetName(dom);
    }
    virDomainState state() const
    {
        virDomainInfo info;
        if (virDomainGetInfo(dom, &info) < 0)
            throw Failure();
        return static_cast<virDomainState>(info.state);
    }
    std::string xml() const
    {
        char *text = virDomainGetXMLDesc(dom, VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE);
        if (text == NULL)
            throw Failure();
        std::string result(text);
        std::free(text);
        return result;
    }
    void set(const std::string &field, unsigned int number)
    {
        virSchedParameter param;
        std::memset(&param, 0, sizeof(param));
        std::strncpy(param.field, field.c_str(), VIR_DOMAIN_SCHED_FIELD_LENGTH - 1);
        param.type = VIR_DOMAIN_SCHED_FIELD_UINT;
        param.value.ui = number;
        if (virDomainSetSchedulerParameters(dom, &param, 1) < 0)
            throw Failure();
    }
    virDomainPtr get() const
    {
        return dom;
    }

  private:
    Domain &operator=(const Domain &);
    virDomainPtr dom;
};

class Monitor
{
  public:
    Monitor(const char *uri, int *kinds, unsigned int nkinds) : conn(NULL)
    {
        virConnectAuth auth = {kinds, nkinds, answer, this};
        conn = virConnectOpenAuth(uri, &auth, VIR_CONNECT_RO);
        if (conn == NULL)
            throw Failure();
        virConnSetErrorFunc(conn, this, failed);
        if (virConnectDomainEventRegister(conn, happened, this, released) < 0)
            throw Failure();
    }
    ~Monitor()
    {
        virConnectDomainEventDeregister(conn, happened);
        virConnectClose(conn);
    }

    bool used(int vcpu, int cpu)
    {
        virNodeInfo node;
        virSecurityModel model;
        if (virNodeGetInfo(conn, &node) < 0 || virNodeGetSecurityModel(conn, &model) < 0)
            throw Failure();
        const int maplen = VIR_CPU_MAPLEN(VIR_NODEINFO_MAXCPUS(node));
        std::vector<unsigned char> maps(static_cast<size_t>(maplen) * 4), one(maps.size());
        VIR_USE_CPU(VIR_GET_CPUMAP(maps, maplen, vcpu), cpu);
        VIR_UNUSE_CPU(VIR_GET_CPUMAP(maps, maplen, vcpu), cpu + 1);
        VIR_COPY_CPUMAP(maps, maplen, vcpu, &one[0]);
        return VIR_CPU_USABLE(maps, maplen, vcpu, cpu) != 0;
    }
    std::map<virDomainEventType, int> counts;

  private:
    Monitor(const Monitor &);
    Monitor &operator=(const Monitor &);

    static int happened(virConnectPtr, virDomainPtr dom, int event, int, void *opaque)
    {
        Monitor *self = static_cast<Monitor *>(opaque);
        ++self->counts[static_cast<virDomainEventType>(event)];
        return virDomainRef(dom) + virDomainFree(dom);
    }
    static void released(void *)
    {
    }
    static void failed(void *, virErrorPtr err)
    {
        virDefaultErrorFunc(err);
    }
    static int answer(virConnectCredentialPtr cred, unsigned int ncred, void *)
    {
        for (unsigned int i = 0; i < ncred; ++i) {
            if (cred[i].type == VIR_CRED_EXTERNAL)
                return -1;
            cred[i].result = static_cast<char *>(std::calloc(1, 1));
            cred[i].resultlen = 0;
        }
        return 0;
    }
    virConnectPtr conn;
};

int main()
{
    static int kinds[] = {VIR_CRED_PASSPHRASE, VIR_CRED_EXTERNAL};

    try {
        Monitor monitor("test:///default", kinds, 2);
        virConnectPtr conn = virConnectOpen(NULL);
        Domain domain(virDomainLookupByName(conn, "test"));
        virConnectClose(conn);
        domain.set("weight", monitor.used(0, 0) ? 50U : 60U);
        return domain.state() == VIR_DOMAIN_RUNNING && !domain.xml().empty() ? 0 : 1;
    } catch (const Failure &failure) {
        return failure.code == VIR_ERR_NO_CONNECT ? 77 : 1;
    }
}
