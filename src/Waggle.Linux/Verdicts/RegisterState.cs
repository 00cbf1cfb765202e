namespace Waggle.Linux.Verdicts;

/// <summary>Finds one register in the verifier's text of states.</summary>
internal static class RegisterState
{
    /// <summary>What the text says of a register, such as "map_value_or_null(id=1,map=counts)"; null if it does not mention it.</summary>
    public static string? Find(string state, int register)
    {
        string name = $"R{register}";
        for (int start = 0; (start = state.IndexOf(name, start, StringComparison.Ordinal)) >= 0; start += name.Length)
        {
            if (start > 0 && state[start - 1] != ' ') continue;
            int at = start + name.Length;
            if (at < state.Length && state[at] == '_') // "_w", "_rw": read or written since the last state, up to Linux 6.16
                at = state.IndexOf('=', at) is var equals and > 0 ? equals : state.Length;
            if (at < state.Length && state[at] == '=') return state[(at + 1)..EndOf(state, at + 1)];
        }
        return null;
    }

    // Values hold spaces only inside of parentheses: "scalar(var_off=(0x0; 0xff))".
    private static int EndOf(string state, int start)
    {
        int depth = 0;
        for (int i = start; i < state.Length; i++)
        {
            if (state[i] == '(') depth++;
            else if (state[i] == ')') depth--;
            else if (state[i] == ' ' && depth <= 0) return i;
        }
        return state.Length;
    }
}
