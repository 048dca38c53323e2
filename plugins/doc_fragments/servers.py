# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # The servers of an inventory, how to reach them, and which of their accounts to take.
    DOCUMENTATION = r"""
options:
  servers:
    description:
      - The servers. Their options can be templates, such as a lookup of a secret.
      - If neither this nor O(host) is set, the servers are read from O(fleet_file).
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the server in variables, groups and host names. The default is its host.
        type: str
      host:
        description: Name or address of the server.
        type: str
        required: true
      port:
        description: As O(port).
        type: int
      username:
        description: As O(username).
        type: str
      api_token:
        description: As O(api_token).
        type: str
      login_password:
        description: As O(login_password).
        type: str
      otp:
        description: As O(otp).
        type: str
      session_host:
        description: As O(session_host).
        type: str
      validate_certs:
        description: As O(validate_certs).
        type: bool
      ca_path:
        description: As O(ca_path).
        type: path
      use_ssl:
        description: As O(use_ssl).
        type: bool
      proxy:
        description: As O(proxy).
        type: str
      timeout:
        description: As O(timeout).
        type: int
      retries:
        description: As O(retries).
        type: int
      max_response_mb:
        description: As O(max_response_mb).
        type: int
  fleet_file:
    description:
      - A YAML or JSON file with the servers, which can be encrypted with Ansible Vault. It contains a list like
        O(servers), or a map of hosts to their options.
      - Ignored if O(servers) or O(host) is set.
    type: str
    env:
      - name: CPANEL_FLEET_FILE
  host:
    description:
      - Name or address of a single server, if O(servers) is not set.
    type: str
    env:
      - name: CPANEL_HOST
    vars:
      - name: hostops_cpanel_host
  port:
    description:
      - Port of WHM. The default is V(2087), or V(2086) with O(use_ssl=false).
      - Default for all O(servers) that do not set their own.
    type: int
    env:
      - name: CPANEL_PORT
    vars:
      - name: hostops_cpanel_port
  username:
    description:
      - User to authenticate as, V(root) or a reseller.
      - Default for all O(servers) that do not set their own.
    type: str
    default: root
    env:
      - name: CPANEL_USERNAME
    vars:
      - name: hostops_cpanel_username
  api_token:
    description:
      - API token of O(username).
      - Default for all O(servers) that do not set their own.
    type: str
    env:
      - name: CPANEL_API_TOKEN
    vars:
      - name: hostops_cpanel_api_token
  login_password:
    description:
      - Password of O(username), if O(api_token) is not set.
      - Default for all O(servers) that do not set their own.
    type: str
    env:
      - name: CPANEL_PASSWORD
    vars:
      - name: hostops_cpanel_login_password
  otp:
    description:
      - Two-factor authentication code, if the server requires one. API tokens do not need it.
      - Default for all O(servers) that do not set their own.
    type: str
    vars:
      - name: hostops_cpanel_otp
  session_host:
    description:
      - Host that tasks log in to sessions at, if that is not the server's host.
      - Default for all O(servers) that do not set their own.
    type: str
    vars:
      - name: hostops_cpanel_session_host
  validate_certs:
    description:
      - Whether to verify the server's certificate.
      - Default for all O(servers) that do not set their own.
    type: bool
    default: true
    env:
      - name: CPANEL_VALIDATE_CERTS
    vars:
      - name: hostops_cpanel_validate_certs
  ca_path:
    description:
      - PEM file or directory of CA certificates to use instead of the system's.
      - Default for all O(servers) that do not set their own.
    type: path
    env:
      - name: CPANEL_CA_PATH
    vars:
      - name: hostops_cpanel_ca_path
  use_ssl:
    description:
      - V(false) uses plain HTTP and its ports, with a warning.
      - Default for all O(servers) that do not set their own.
    type: bool
    default: true
    env:
      - name: CPANEL_USE_SSL
    vars:
      - name: hostops_cpanel_use_ssl
  proxy:
    description:
      - URL of a proxy.
      - Default for all O(servers) that do not set their own.
    type: str
    env:
      - name: CPANEL_PROXY
    vars:
      - name: hostops_cpanel_proxy
  timeout:
    description:
      - Seconds to wait for a connection, and for each response.
      - Default for all O(servers) that do not set their own.
    type: int
    default: 60
    env:
      - name: CPANEL_TIMEOUT
    vars:
      - name: hostops_cpanel_timeout
  retries:
    description:
      - How often to retry a request after a temporary failure.
      - Default for all O(servers) that do not set their own.
    type: int
    default: 3
    env:
      - name: CPANEL_RETRIES
    vars:
      - name: hostops_cpanel_retries
  max_response_mb:
    description:
      - Maximum size of a response in megabytes. For a list, this is the size of all its pages.
      - Default for all O(servers) that do not set their own.
    type: int
    default: 64
    env:
      - name: CPANEL_MAX_RESPONSE_MB
    vars:
      - name: hostops_cpanel_max_response_mb
  select:
    description:
      - Conditions that accounts have to match, all of them. The servers select the accounts.
    type: dict
    default: {}
    suboptions:
      owner:
        description: Owner of the account.
        type: str
      package:
        description: Package of the account.
        type: str
      domain:
        description: Regular expression to match the main domain.
        type: str
      regex:
        description: Regular expression to match the account's name.
        type: str
      suspended:
        description: Whether the account is suspended. If not set, both are included.
        type: bool
      max_accounts:
        description:
          - Maximum number of accounts that a server may list. A server that lists more fails, so that a misbehaving one
            cannot exhaust memory or time.
        type: int
        default: 100000
"""
