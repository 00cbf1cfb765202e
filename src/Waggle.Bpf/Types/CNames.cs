using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Waggle.Bpf.Types;

/// <summary>Gives each type of a BTF a name that C accepts and nothing else has.</summary>
/// <remarks>C keeps struct, union and enum tags apart from typedefs and enumerators. The second of a name becomes NAME___2, a flavour
/// that CO-RE leaves out of account.</remarks>
internal sealed class CNames
{
    // What C or clang knows by itself (C17 6.7.2, with GNU additions).
    private static readonly FrozenSet<string> s_basic = FrozenSet.ToFrozenSet(
    [
        "char", "signed char", "unsigned char", "_Bool",
        "short", "short int", "unsigned short", "short unsigned int", "unsigned short int",
        "int", "unsigned int", "unsigned", "long", "long int", "unsigned long", "long unsigned int", "unsigned long int",
        "long long", "long long int", "unsigned long long", "long long unsigned int", "unsigned long long int",
        "__int128", "__int128 unsigned", "unsigned __int128", "float", "double", "long double", "_Float16", "__bf16",
    ]);

    // C17 6.4.1 and GNU's: Rust and newer C use some of them as names.
    private static readonly FrozenSet<string> s_keywords = FrozenSet.ToFrozenSet(
    [
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float", "for", "goto",
        "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch",
        "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof", "_Bool", "_Complex", "_Atomic", "_Alignas", "_Alignof",
    ]);

    private readonly Btf _types;
    private readonly Dictionary<string, int> _tags = new(StringComparer.Ordinal), _identifiers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<(string, int), int> _definitions = []; // by tag and kind: the first definition

    public CNames(Btf types)
    {
        _types = types;
        _identifiers.Add("__builtin_va_list", 1); // clang has its own, which differs from machine to machine: the kernel's gets a flavour
        for (int id = 1; id < types.Count; id++)
        {
            if (types.KindOf(id) is (BtfKind.Struct or BtfKind.Union) and { } kind && types.NameOffset(id) != 0)
                _definitions.TryAdd((types.NameOf(id), (int)kind), id);
        }
    }

    /// <summary>Whether C knows a number by this name without a declaration.</summary>
    public static bool IsBasic(string name) => s_basic.Contains(name);

    /// <summary>The tag of a struct, union or enumeration.</summary>
    public string OfTag(int id) => Of(id, _tags);

    /// <summary>The name of a typedef.</summary>
    public string OfTypedef(int id) => Of(id, _identifiers);

    /// <summary>The name of an enumerator; each call is for another one.</summary>
    public string OfEnumerator(string name) => Unique(Identifier(name), _identifiers);

    /// <summary>The definition that a declaration stands for, if there is one; else the declaration itself.</summary>
    public int DefinitionOf(int id, BtfForward forward) =>
        _definitions.GetValueOrDefault((forward.Name, (int)(forward.IsUnion ? BtfKind.Union : BtfKind.Struct)), id);

    /// <summary>The name with all that C does not allow in it replaced.</summary>
    public static string Identifier(string name)
    {
        if (name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsOfIdentifier))
            return s_keywords.Contains(name) ? $"{name}_" : name;
        var text = new StringBuilder(name.Length + 1);
        foreach (char c in name)
            text.Append(IsOfIdentifier(c) ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            text.Insert(0, '_');
        return text.ToString();
    }

    private static bool IsOfIdentifier(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private string Of(int id, Dictionary<string, int> taken)
    {
        if (!_names.TryGetValue(id, out string? name))
            _names.Add(id, name = Unique(Identifier(_types.NameOf(id)), taken));
        return name;
    }

    private static string Unique(string name, Dictionary<string, int> taken)
    {
        int count = taken[name] = taken.GetValueOrDefault(name) + 1;
        return count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}___{count}");
    }
}
