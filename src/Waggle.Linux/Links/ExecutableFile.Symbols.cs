using System.Buffers.Binary;
using System.IO.Enumeration;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Links;

/// <content>Functions, by name, version and pattern.</content>
/// <remarks>Versions: Linux Standard Base, "Symbol Versioning".</remarks>
internal sealed partial class ExecutableFile
{
    private const uint SymbolTable = 2, DynamicSymbols = 11; // SHT_SYMTAB, SHT_DYNSYM
    private const uint SymbolVersions = 0x6fffffff, VersionDefinitions = 0x6ffffffd; // SHT_GNU_versym, SHT_GNU_verdef
    private const int SymbolSize = 24, DefinitionSize = 20, DefinitionNameSize = 8;
    private const int FunctionType = 2, IndirectFunctionType = 10; // STT_FUNC, STT_GNU_IFUNC
    private const ushort HiddenVersion = 0x8000; // an old version of the symbol, which new programs are not linked to

    private List<Function>? _functions;

    /// <summary>The offset in the file at which a function starts.</summary>
    /// <param name="symbol">Its name; with a version (<c>name@VERSION</c>, or <c>name@@VERSION</c> for the one that new programs get).</param>
    /// <exception cref="BpfAttachException">There is no such function; close names are suggested.</exception>
    public ulong FindFunction(string symbol)
    {
        int at = symbol.IndexOf('@', StringComparison.Ordinal);
        string name = at < 0 ? symbol : symbol[..at];
        string version = at < 0 ? "" : symbol[at..].TrimStart('@');
        bool isDefault = at >= 0 && symbol[at..].StartsWith("@@", StringComparison.Ordinal);
        List<Function> functions = _functions ??= ReadFunctions();
        foreach (Function function in functions)
        {
            // The full symbol table may carry the version in the name itself.
            if (function.Name == symbol || (function.Name == name && (at < 0 || (function.Version == version && !(isDefault && function.IsHidden)))))
                return ToFileOffset(function.Address, symbol);
        }
        if (functions.Count == 0) throw Fail($"It has no symbols (it is stripped), so '{symbol}' can't be looked up; give an offset instead.");
        string[] versions = [.. functions.Where(f => f.Name == name && f.Version.Length > 0).Select(f => $"'{name}{(f.IsHidden ? "@" : "@@")}{f.Version}'")];
        throw Fail(versions.Length > 0
            ? $"It has no '{symbol}', but {string.Join(" and ", versions)}."
            : $"It has no function '{symbol}'.{CloseNames.Suggest(symbol, functions.Select(f => f.Name))}");
    }

    /// <summary>The offsets in the file of all functions whose names a pattern with '*' and '?' takes, in order.</summary>
    /// <exception cref="BpfAttachException">There is none.</exception>
    public ulong[] FindFunctions(string pattern)
    {
        List<Function> functions = _functions ??= ReadFunctions();
        ulong[] found = [.. functions.Where(f => f.Type == FunctionType && !f.IsHidden && FileSystemName.MatchesSimpleExpression(pattern, f.Name, ignoreCase: false))
            .Select(f => f.Address).Distinct().Order().Select(address => ToFileOffset(address, pattern))];
        return found.Length > 0 ? found : throw Fail($"No function of its {functions.Count} is named like '{pattern}'.");
    }

    // Current versions come before hidden ones, so that the first of a name is the one that a new program would call.
    private List<Function> ReadFunctions()
    {
        Dictionary<int, string> versionNames = ReadVersionNames();
        var found = new List<Function>();
        for (int index = 0; index < _sections.Length; index++)
        {
            Section table = _sections[index];
            if (table.Type is not (SymbolTable or DynamicSymbols)) continue;
            if (table.Link >= _sections.Length) throw Fail($"Section {index} names string table {table.Link}, and there are {_sections.Length} sections.");
            byte[] names = Read(_sections[table.Link], "a string table");
            byte[] symbols = Read(table, "a symbol table");
            Section? versionTable = Array.Find(_sections, s => s.Type == SymbolVersions && s.Link == index);
            byte[] versions = versionTable is null ? [] : Read(versionTable, "the symbol versions");
            for (int at = 0; at + SymbolSize <= symbols.Length; at += SymbolSize)
            {
                ReadOnlySpan<byte> symbol = symbols.AsSpan(at, SymbolSize);
                ulong address = UInt64(symbol, 8);
                int type = symbol[4] & 0xf;
                if (type is not (FunctionType or IndirectFunctionType) || address == 0) continue;
                int versionAt = at / SymbolSize * sizeof(ushort);
                int version = versionAt + sizeof(ushort) <= versions.Length ? BinaryPrimitives.ReadUInt16LittleEndian(versions.AsSpan(versionAt)) : 0;
                found.Add(new Function(ReadName(names, UInt32(symbol, 0)), address, type,
                    versionNames.GetValueOrDefault(version & ~HiddenVersion, ""), (version & HiddenVersion) != 0));
            }
        }
        return [.. found.Where(f => !f.IsHidden), .. found.Where(f => f.IsHidden)];
    }

    // Version numbers that symbols refer to, by name; those that the file defines, not those that it needs.
    private Dictionary<int, string> ReadVersionNames()
    {
        var result = new Dictionary<int, string>();
        Section? section = Array.Find(_sections, s => s.Type == VersionDefinitions);
        if (section is null || section.Link >= _sections.Length) return result;
        byte[] definitions = Read(section, "the version definitions");
        byte[] names = Read(_sections[section.Link], "a string table");
        // A chain by relative offsets; each step goes forward, so that a damaged file can't make it run in a circle.
        for (long at = 0; at + DefinitionSize <= definitions.Length;)
        {
            ReadOnlySpan<byte> definition = definitions.AsSpan((int)at, DefinitionSize);
            int number = BinaryPrimitives.ReadUInt16LittleEndian(definition[4..]);
            long nameAt = at + UInt32(definition, 12);
            if (nameAt + DefinitionNameSize <= definitions.Length) result.TryAdd(number, ReadName(names, UInt32(definitions, (int)nameAt)));
            uint next = UInt32(definition, 16);
            if (next == 0) break;
            at += next;
        }
        return result;
    }

    private sealed record Function(string Name, ulong Address, int Type, string Version, bool IsHidden);
}
