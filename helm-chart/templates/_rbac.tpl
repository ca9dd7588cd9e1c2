{{/*
What the operator may do in a namespace that it watches, and no more: read the resources of its kinds, write their status, and own the objects that each one is made of. Server-side apply needs create and patch; what Kubernetes removes together
with its owner needs no delete.
*/}}
{{- define "operator.rules" -}}
- apiGroups: [memoryservice.dev]
  resources: [memoryservices, memoryusers, memorybackups, memoryrestores]
  # patch: the finalizer of a resource with deletionPolicy: Delete
  verbs: [get, list, watch, patch]
- apiGroups: [memoryservice.dev]
  resources: [memoryservices/status, memoryusers/status, memorybackups/status, memoryrestores/status]
  verbs: [patch]
- apiGroups: [memoryservice.dev]
  resources: [memoryservices/finalizers, memoryusers/finalizers, memorybackups/finalizers, memoryrestores/finalizers]
  # asked for by clusters that check who may set an owner reference
  verbs: [update]
- apiGroups: [memoryservice.dev]
  # those of the schedule, and the one of spec.restoreFrom; delete: backups that the retention did not keep
  resources: [memorybackups, memoryrestores]
  verbs: [create, delete]
- apiGroups: [batch]
  # delete: spec.backup was removed
  resources: [cronjobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [batch]
  # restores from one MemoryService into another, and pulls of new images; delete: the latter, when they are through
  resources: [jobs]
  verbs: [get, create, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [services, serviceaccounts]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [secrets]
  # update: the users of a server, which are replaced as a whole
  # delete: generated keys and certificates, when the user names a Secret of their own or asks for none
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  # delete: deletionPolicy: Delete
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  # delete: network.networkPolicy.enabled: false
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  # what clients are to trust, and dashboards; delete: tls.mode: None, monitoring switched off
  resources: [configmaps]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [cert-manager.io]
  # tls.mode: CertManager; delete: another mode
  resources: [certificates, issuers]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  # disruption.allowed: false; delete: true again
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  # spec.monitoring; delete: switched off
  resources: [servicemonitors, prometheusrules]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  # patch: the annotation by which the kubelet looks at changed Secrets at once; delete: a new image that hangs
  verbs: [list, watch, patch, delete]
- apiGroups: [""]
  resources: [events]
  # list: why a volume is not bound
  verbs: [get, list, create, patch]
{{- end }}

{{/*
What an operator of all namespaces may do besides: when another version of the API is stored, write its objects anew in it and
say in its definitions that nothing else is stored. It may not change a definition itself.
*/}}
{{- define "operator.definitionRules" -}}
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  resourceNames: {{- include "operator.definitions" . | nindent 4 }}
  verbs: [get]
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions/status]
  resourceNames: {{- include "operator.definitions" . | nindent 4 }}
  verbs: [patch]
{{- end }}

{{- define "operator.definitions" -}}
- memoryservices.memoryservice.dev
- memoryusers.memoryservice.dev
- memorybackups.memoryservice.dev
- memoryrestores.memoryservice.dev
{{- end }}
