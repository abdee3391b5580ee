# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion of virsh for bash: commands, options, and names of domains, pools, volumes and files.
#
# virsh itself says what a line could go on with, by a read-only connection and within seconds.

# Splits what was typed into words as the shell does, but for '=' and ':' that bash takes for words
# of their own.  Sets _virsh_words, _virsh_rest to the text behind each, and _virsh_current to what
# bash takes for the last word.
_virsh_split()
{
    local rest=${COMP_LINE:0:COMP_POINT} before i

    _virsh_words=()
    _virsh_rest=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        before=${rest%%[![:blank:]]*}
        rest=${rest#"$before"}
        _virsh_current=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || _virsh_current=$rest # the cursor may stand within the word
        if ((i > 0)) && [[ -z $before ]]; then
            _virsh_words[${#_virsh_words[@]} - 1]+=$_virsh_current
        else
            _virsh_words+=("$_virsh_current")
        fi
        rest=${rest#"$_virsh_current"}
        _virsh_rest[${#_virsh_words[@]} - 1]=$rest
    done
}

# Reads the options of virsh itself.  Sets _virsh_options to those that choose the connection, and
# _virsh_first to the word behind all of them.
_virsh_own_options()
{
    local n=${#_virsh_words[@]} i word value

    _virsh_options=()
    for ((i = 1; i < n - 1; i++)); do
        word=${_virsh_words[i]}
        case $word in
        -c | --connect | -l | --log | -d | --debug)
            i=$((i + 1))
            ((i < n - 1)) || break
            value=${_virsh_words[i]//[\'\"\\]/}
            [[ $word != -c && $word != --connect ]] || _virsh_options+=(-c "$value")
            ;;
        --connect=*) _virsh_options+=(-c "${word#*=}") ;;
        -c?*) _virsh_options+=(-c "${word#-c}") ;;
        -*) ;;
        *) break ;;
        esac
    done
    _virsh_first=$i
}

# The options of virsh itself, and files for the log.
_virsh_complete_own()
{
    local word=${_virsh_words[${#_virsh_words[@]} - 1]}

    case ${_virsh_words[_virsh_first - 1]} in
    -l | --log)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        ;;
    -c | --connect | -d | --debug) ;;
    *)
        mapfile -t COMPREPLY < <(compgen -W '--connect --readonly --quiet --timing --debug --log
            --version --help' -- "$word")
        ;;
    esac
}

# Takes from the proposals what bash does not replace, and quotes the others for the shell.
_virsh_fit()
{
    local current=$_virsh_current typed=${_virsh_words[${#_virsh_words[@]} - 1]}
    local before i

    [[ $current != [=:] ]] || current=
    before=${typed:0:${#typed} - ${#current}}
    before=${before#--*=} # the proposals are values
    for i in "${!COMPREPLY[@]}"; do
        COMPREPLY[i]=${COMPREPLY[i]#"$before"}
        # Behind a quote that is open bash puts what is special as it is.
        [[ $current == [\'\"]* ]] || printf -v "COMPREPLY[$i]" %q "${COMPREPLY[i]}"
    done
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

_virsh()
{
    local -a _virsh_words _virsh_rest _virsh_options
    local _virsh_first _virsh_current line

    COMPREPLY=()
    _virsh_split
    _virsh_own_options
    if ((_virsh_first == ${#_virsh_words[@]} - 1)) &&
        [[ ${_virsh_words[_virsh_first]} == -* ||
            ${_virsh_words[_virsh_first - 1]} == @(-c|--connect|-l|--log|-d|--debug) ]]; then
        _virsh_complete_own
        return
    fi
    line=${_virsh_rest[_virsh_first - 1]}
    mapfile -t COMPREPLY < <(timeout 5 "$1" -q -r "${_virsh_options[@]}" \
        complete "$line" 2>/dev/null </dev/null)
    _virsh_fit
}

complete -F _virsh virsh
