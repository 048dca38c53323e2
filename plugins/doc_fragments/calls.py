# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  filters:
    description:
      - Rows to return, chosen by the server. All conditions have to hold.
    type: list
    elements: dict
    suboptions:
      column:
        description: Column to look at; V(*) is any.
        type: str
        required: true
        aliases: [field]
      type:
        description:
          - How to compare. UAPI lacks V(lt_equal) and V(gt_equal); WHM API 1 lacks V(ne), V(ends), V(matches),
            V(defined) and V(undefined).
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
        description: What to compare with.
        type: str
        aliases: [value, arg0]
  sort:
    description:
      - Columns to sort by, the most important first.
    type: list
    elements: dict
    suboptions:
      column:
        description: Column to sort by.
        type: str
        required: true
        aliases: [field]
      method:
        description: How to compare. Many numbers are strings, so V(numeric) has to be asked for.
        type: str
        default: lexicographic
        choices: [lexicographic, numeric, numeric_zero_as_max, ipv4]
      reverse:
        description: Whether the largest comes first.
        type: bool
        default: false
  page_size:
    description:
      - Rows to fetch at a time. All pages are fetched and returned as one list.
    type: int
  query:
    description:
      - A JMESPath expression over what the function returns; its value is the result.
      - Needs the Python library jmespath.
    type: str
"""

    # What modules add: they may write.
    WRITES = r"""
options:
  writes:
    description:
      - Whether the function changes anything. V(auto) knows the documented functions and judges others by their name.
      - Decides about check mode, about RV(ignore:changed) and about what may be repeated after a failure.
      - V(false) has no effect on a function that is known to write.
    type: str
    choices: [auto, 'true', 'false']
    default: auto
"""

    # What lookups add: they only read.
    READING = r"""
options:
  params:
    description:
      - Parameters of the functions. Lists become repeated names, booleans V(1) and V(0), dictionaries JSON.
    type: dict
    default: {}
  strict_params:
    description:
      - Fail before anything is sent if a parameter is unknown or a required one is missing.
      - Functions that are not documented are sent as they are.
    type: bool
    default: true
  on_missing:
    description:
      - What to do if there is no such account, or if the server does not have the function.
      - V(error) fails, V(warn) warns and returns null for it, V(skip) returns null in silence. All other failures fail.
    type: str
    choices: [error, warn, skip]
    default: error
"""
