# RELAX NG of every kind of document; where each root element is described is told in
# src/conf/validate.c.  basictypes.rng, storagecommon.rng and domain-*.rng are parts
# of the others.
SCHEMAS = \
	schemas/basictypes.rng \
	schemas/capability.rng \
	schemas/domain.rng \
	schemas/domain-boot.rng \
	schemas/domain-char.rng \
	schemas/domain-devices.rng \
	schemas/domain-display.rng \
	schemas/domain-embedded.rng \
	schemas/domain-hardware.rng \
	schemas/domain-interface.rng \
	schemas/domain-storage.rng \
	schemas/domain-top.rng \
	schemas/network.rng \
	schemas/node.rng \
	schemas/nodedev.rng \
	schemas/storagecommon.rng \
	schemas/storagepool.rng \
	schemas/storagesources.rng \
	schemas/storagevol.rng

schemasdir = $(datadir)/libvirt/schemas
dist_schemas_DATA = $(SCHEMAS)

# The same under the name that Solaris gave them.
schemalinksdir = $(datadir)/lib/xml/rng/libvirt
install-data-hook: install-schema-links
install-schema-links:
	$(MKDIR_P) '$(DESTDIR)$(schemalinksdir)'
	for file in $(SCHEMAS:schemas/%=%); do \
		ln -sf "../../../../libvirt/schemas/$$file" '$(DESTDIR)$(schemalinksdir)/'"$$file" || exit 1; \
	done
uninstall-hook: uninstall-schema-links
uninstall-schema-links:
	cd '$(DESTDIR)$(schemalinksdir)' && rm -f $(SCHEMAS:schemas/%=%)
.PHONY: install-schema-links uninstall-schema-links
