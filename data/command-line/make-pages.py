#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make-pages.py man|completion TEMPLATE METAINFO OUTPUT [PROGRAM]: fills in a manual page or a shell's completion. What
# commands and options there are comes from “PROGRAM --describe”, and so from the very tables that parse them.

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

# Words of a synopsis that stand for a file. FILE alone is a project.
FILES = ('PATH', 'NEW', 'CERTIFICATE', 'REQUEST', 'ROWS', 'LIST', 'KEY')
WORD = '[A-Za-z0-9][A-Za-z0-9:-]*'


def describe(program):
    environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': ''}
    described = subprocess.run([program, '--describe'], env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(described.stdout)


def read_release(metainfo):
    release = ElementTree.parse(metainfo).find('releases/release')
    return release.get('version'), release.get('date')


# The manual page

def escape(text):
    text = text.replace('\\', '\\e').replace('-', '\\-').replace('…', '...')
    text = text.replace('“', '\\(lq').replace('”', '\\(rq').replace('’', '\\(cq')
    return re.sub(r"^([.'])", r'\\&\1', text, flags=re.M)


def sentence(text):
    return escape(text) if text.endswith('.') else escape(text) + '.'


def man_options(options):
    lines = []
    for option in options:
        names = ['\\fB\\-' + option['short'] + '\\fR'] if option['short'] else []
        names.append('\\fB\\-\\-' + escape(option['long']) + '\\fR')
        value = '=\\fI' + escape(option['argument']) + '\\fR' if option['argument'] else ''
        lines += ['.TP', ', '.join(names) + value, sentence(option['description'])]
    return lines


def man_details(details):
    # Its tables are made of spaces, so nothing may be filled.
    return ['.PP', '.nf', *escape(details.strip('\n')).split('\n'), '.fi']


def man_commands(commands):
    lines = []
    for command in commands:
        lines += ['.SS ' + escape(command['name'])]
        for synopsis in command['synopsis'].split(' | '):
            lines += ['.PP' if lines[-1].startswith('.SS') else '.br',
                      '\\fBcertrailctl ' + escape(command['name']) + '\\fR ' + escape(synopsis)]
        lines += ['.PP', sentence(command['summary'])]
        lines += man_options(command['options'])
        if command['details']:
            lines += man_details(command['details'])
    # mandoc takes a paragraph in front of nothing for a mistake.
    return [line for line, before in zip(lines, [''] + lines) if not (line == '.PP' and before.startswith('.SS'))]


def man(description):
    if description is None:
        return {}
    return {'OPTIONS': '\n'.join(man_options(description['options'] + description['common_options'])),
            'COMMANDS': '\n'.join(man_commands(description['commands']))}


# The completion

def find_in_text(text):
    """The values in “a, b or c”, in “What: a or b” and in “a: this; b: that”."""
    # In “a, b or the path of something” the last is no word that can be typed.
    several = re.search(rf'(?:^|[ :])((?:{WORD}, )+{WORD}(?: or {WORD}(?=$|[;,.])|(?= or )))', text)
    two = re.search(rf'(?:^|: )({WORD} or {WORD})(?=$|[;,.])', text)
    one = re.search(rf': ({WORD})$', text)
    found = several or two or one
    if found and found[1] == found[1].lower():
        return re.split(', | or ', found[1])
    each = re.findall(rf'(?:^|; )({WORD}): ', text)
    return each if len(each) > 1 else []


def find_in_details(argument, details):
    """The values under a heading that speaks of the argument: POLICY under “Security policies:”."""
    stem = re.sub('[ye]$', '', argument.lower())
    for heading, rest in re.findall(r'^([A-Z][^:\n]*):(.*(?:\n  .*)*)', details, re.M):
        if not any(word.startswith(stem) for word in heading.lower().split()):
            continue
        rows = re.findall(rf'^  ({WORD})  ', rest, re.M)
        if rows:
            return rows
        words = re.split(r'\. ', rest.strip())[0].rstrip('.')
        found = re.split(', | ', words)
        if len(found) > 1 and 'or' not in found and all(re.fullmatch(WORD, word) for word in found):
            return found
    return []


def find_values(option, details):
    argument = option['argument']
    if re.fullmatch(r'[a-z|]+', argument) and '|' in argument:
        return argument.split('|')
    if re.fullmatch(r'[A-Z]+=[a-z|]+', argument):
        name, values = argument.split('=')
        return [word + '=' + value for word in find_in_details(name, details) for value in values.split('|')]
    if not re.fullmatch(r'[A-Z]+', argument) or argument in ('FILE', 'PATH', 'DIR', 'NAME', 'ID'):
        return []
    return find_in_text(option['description']) or find_in_details(argument, details)


def kind_of(option):
    argument = option['argument'].split('=')[-1]
    return 'folder' if argument == 'DIR' else 'file' if argument in ('FILE', 'PATH', 'ROWS') else 'nothing'


def find_places(synopsis):
    """What stands at each place behind the command: project, file or nothing; “+” repeats the last."""
    text = re.sub(r'\[[^]]*\]…?', '', synopsis.split(' | ')[0])
    words = [word for word in re.sub(r'--[a-z-]+ [A-Za-z:|]+', '', text).split() if word != '…']
    places = []
    for word in words:
        name = word.rstrip('…')
        places.append('project' if name == 'FILE' else 'file' if name in FILES else 'nothing')
        if word != name:
            places.append('+')
    return places


def names_of(option):
    return ['--' + option['long']] + (['-' + option['short']] if option['short'] else [])


def completion(description):
    commands = description['commands']
    known = {}
    for command in commands:
        for option in command['options']:
            if option['argument']:
                option['values'] = find_values(option, command['details'] or '')
                known.setdefault(option['argument'], option['values'])

    arguments, options, places = [], [], []
    for command in commands:
        name = command['name']
        for option in command['options']:
            if not option['argument']:
                continue
            # A command that does not repeat the words takes those of another.
            values = option['values'] or known.get(option['argument'], [])
            pattern = '|'.join(f'"{name} {word}"' for word in names_of(option))
            what = 'words ' + ' '.join(values) if values else kind_of(option)
            arguments.append(f'    {pattern}) echo {what} ;;')
        words = ' '.join('--' + option['long'] for option in command['options'])
        options.append(f'    "{name}") echo "{words}" ;;')
        places.append(f'    "{name}") echo "{" ".join(find_places(command["synopsis"]))}" ;;')
    for option in description['common_options']:
        if option['argument']:
            pattern = '|'.join(f'*" {word}"' for word in names_of(option))
            arguments.append(f'    {pattern}) echo {kind_of(option)} ;;')

    first = dict.fromkeys(command['name'].split()[0] for command in commands)
    second = {}
    for command in commands:
        if ' ' in command['name']:
            word, rest = command['name'].split()
            second.setdefault(word, []).append(rest)
    return {'FIRST': ' '.join(first),
            'SECOND': '\n'.join(f'    {word}) echo "{" ".join(rest)}" ;;' for word, rest in second.items()),
            'COMMON': ' '.join('--' + option['long'] for option in description['common_options']) + ' --help',
            'PROGRAM': ' '.join('--' + option['long'] for option in description['options']),
            'OPTIONS': '\n'.join(options), 'ARGUMENTS': '\n'.join(arguments), 'PLACES': '\n'.join(places)}


def main(what, template, metainfo, output, program=None):
    description = describe(program) if program else None
    version, date = read_release(metainfo)
    values = {'VERSION': version, 'DATE': date, **(man if what == 'man' else completion)(description)}
    with open(template, encoding='utf-8') as file:
        text = file.read()
    text = re.sub('@([A-Z]+)@', lambda found: values[found[1]], text)
    with open(output, 'w', encoding='utf-8') as file:
        file.write(text)


main(*sys.argv[1:])
