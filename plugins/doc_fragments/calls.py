# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  filters:
    description:
      - Conditions that the server selects rows by. All of them have to match.
    type: list
    elements: dict
    suboptions:
      column:
        description: Column to check; V(*) means any column.
        type: str
        required: true
        aliases: [field]
      type:
        description:
          - How to compare. UAPI does not support V(lt_equal) and V(gt_equal); WHM API 1 does not support V(ne),
            V(ends), V(matches), V(defined) and V(undefined).
        type: str
        default: contains
        choices:
          - contains
          - eq
          - ne
          - lt
          - gt
          - lt_equal
          - gt_equal
          - lt_handle_unlimited
          - gt_handle_unlimited
          - begins
          - ends
          - matches
          - defined
          - undefined
      term:
        description: Value to compare with.
        type: str
        aliases: [value, arg0]
  sort:
    description:
      - Columns to sort by, in order of precedence.
    type: list
    elements: dict
    suboptions:
      column:
        description: Column to sort by.
        type: str
        required: true
        aliases: [field]
      method:
        description: How to compare. Servers return many numbers as strings; use V(numeric) to sort them as numbers.
        type: str
        default: lexicographic
        choices: [lexicographic, numeric, numeric_zero_as_max, ipv4]
      reverse:
        description: Whether to sort in descending order.
        type: bool
        default: false
  page_size:
    description:
      - Number of rows to fetch per request. All pages are fetched and returned as one list.
    type: int
  query:
    description:
      - A JMESPath expression that is applied to the data the function returns.
      - Requires the Python library jmespath.
    type: str
"""

    # What modules add: they may write.
    WRITES = r"""
options:
  writes:
    description:
      - Whether the function changes anything. V(auto) looks documented functions up and classifies others by their
        name.
      - This determines whether check mode sends the call, whether RV(ignore:changed) is true, and whether the call is
        retried after a failure.
      - V(false) has no effect on functions that are known to write.
    type: str
    choices: [auto, 'true', 'false']
    default: auto
"""

    # What lookups add: they only read.
    READING = r"""
options:
  params:
    description:
      - Parameters of the functions. Lists are sent as repeated names, booleans as V(1) and V(0), dictionaries as JSON.
    type: dict
    default: {}
  strict_params:
    description:
      - Fail before anything is sent if a parameter is unknown or a required one is missing.
      - Calls of undocumented functions are not checked.
    type: bool
    default: true
  on_missing:
    description:
      - What to do if the account or the function does not exist on the server.
      - V(error) fails, V(warn) returns null with a warning, V(skip) returns null without one. Any other error fails.
    type: str
    choices: [error, warn, skip]
    default: error
"""
