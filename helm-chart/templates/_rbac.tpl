{{/*
What the operator may do in a namespace that it watches, and no more: read the MemoryServices, write their status, and
own the objects that each one is made of.
*/}}
{{- define "operator.rules" -}}
- apiGroups: [memoryservice.dev]
  resources: [memoryservices]
  verbs: [get, list, watch, patch, update]
- apiGroups: [memoryservice.dev]
  resources: [memoryservices/status]
  verbs: [get, patch, update]
- apiGroups: [memoryservice.dev]
  resources: [memoryservices/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [secrets, services, serviceaccounts, persistentvolumeclaims]
  verbs: [get, list, watch, create, patch, update, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch, update, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, update, delete]
# Why a pod does not start is told by the pod.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, create, patch]
{{- end }}
