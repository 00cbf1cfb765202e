namespace Waggle.Bpf.Types;

/// <summary>Writes types as a header in C, such as the <c>vmlinux.h</c> that programs for BPF are compiled with.</summary>
/// <remarks>What clang makes of the header has the sizes and offsets that the types have: gaps become unnamed bit-fields, and structs that
/// are packed say so. Names that C would take for one are told apart by a flavour (<c>name___2</c>).</remarks>
public sealed class BtfHeaderWriter
{
    private readonly Btf _types;
    private readonly TextWriter _output;
    private readonly CNames _names;
    private readonly CDeclarations _declarations;
    private readonly HashSet<int> _declared = [], _defined = [];
    private readonly HashSet<int> _inlined = []; // anonymous types that are at work
    private HashSet<int>? _used;

    private BtfHeaderWriter(Btf types, TextWriter output)
    {
        (_types, _output, _names) = (types, output, new(types));
        _declarations = new(types, _names, new(types));
    }

    /// <summary>Writes a header.</summary>
    /// <param name="types">The types.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="options">What to write; null for all types and what <c>vmlinux.h</c> usually has.</param>
    /// <exception cref="BtfFormatException">A type breaks a rule of the format, or is one that C can't express.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A root does not exist.</exception>
    public static void Write(Btf types, TextWriter output, BtfHeaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(output);
        options ??= new();
        if (options.Guard is not null)
            output.Write($"#ifndef {options.Guard}\n#define {options.Guard}\n\n");
        if (options.PreservesAccessIndex)
        {
            output.Write("#ifndef BPF_NO_PRESERVE_ACCESS_INDEX\n" +
                "#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)\n#endif\n\n");
        }
        var writer = new BtfHeaderWriter(types, output);
        foreach (int id in options.Roots ?? [.. Enumerable.Range(types.FirstOwnId, types.Count - types.FirstOwnId)])
            writer.WriteRoot(id);
        if (options.PreservesAccessIndex)
            output.Write("#ifndef BPF_NO_PRESERVE_ACCESS_INDEX\n#pragma clang attribute pop\n#endif\n");
        if (options.Guard is not null)
            output.Write($"\n#endif /* {options.Guard} */\n");
    }

    /// <summary>A declaration in C of something of a type, such as <c>int (*handler)(struct sk_buff *)</c>.</summary>
    /// <param name="types">The types.</param>
    /// <param name="id">Its type.</param>
    /// <param name="name">Its name; "" for the type alone.</param>
    /// <exception cref="BtfFormatException">The type breaks a rule of the format, or is one that C can't express.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The type does not exist.</exception>
    public static string Declare(Btf types, int id, string name)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(name);
        return types[id] is BtfFunction function
            ? new CDeclarations(types, new(types), new(types)).Declare(function.PrototypeId, name)
            : new CDeclarations(types, new(types), new(types)).Declare(id, name);
    }

    private void WriteRoot(int id)
    {
        switch (_types[id])
        {
            case BtfComposite { Name: not "" } or BtfTypedef or BtfEnum { Name: not "" } or BtfForward:
                Require(id, isWhole: true, container: 0, 0);
                break;
            case BtfEnum values when !IsUsed(id): // constants; one that is used stands where it is used
                Emit(_declarations.Define(id, values));
                break;
        }
    }

    /// <summary>Writes what must stand before a use of a type.</summary>
    /// <param name="id">The type.</param>
    /// <param name="isWhole">Whether its size must be known, as for a member; a pointer needs only its name.</param>
    /// <param name="container">The struct in whose definition the use stands: within it its own name is known. 0 for none.</param>
    /// <param name="depth">Steps so far.</param>
    private void Require(int id, bool isWhole, int container, int depth)
    {
        // A struct within a struct is a few steps; the kernel's deepest chain of them is well below.
        if (depth > 512)
            throw new BtfFormatException($"BTF type {id} is more than {depth} steps deep in other types.", 0);
        depth++;
        switch (_types[id])
        {
            case BtfPointer pointer:
                Require(pointer.TargetId, isWhole: false, container, depth);
                break;
            case BtfQualified qualified:
                Require(qualified.TargetId, isWhole, container, depth);
                break;
            case BtfTypeTag tag:
                Require(tag.TargetId, isWhole, container, depth);
                break;
            case BtfArray array:
                Require(array.ElementId, isWhole: true, container, depth);
                break;
            case BtfFunctionPrototype prototype:
                Require(prototype.ReturnId, isWhole: false, container, depth);
                foreach (BtfParameter parameter in prototype.Parameters)
                    Require(parameter.TypeId, isWhole: false, container, depth);
                break;
            case BtfTypedef typedef:
                RequireTypedef(id, typedef, isWhole, container, depth);
                break;
            case BtfComposite composite:
                RequireComposite(id, composite, isWhole, container, depth);
                break;
            case BtfForward forward:
                int definition = _names.DefinitionOf(id, forward);
                if (definition != id)
                    Require(definition, isWhole: false, container, depth);
                else if (_declared.Add(id))
                    Emit(_declarations.Declare(id, ""));
                break;
            case BtfEnum { Name: not "" } values when _defined.Add(id):
                Emit(_declarations.Define(id, values));
                break;
            case BtfInt number when !CNames.IsBasic(number.Name) && _defined.Add(id):
                Emit($"typedef {BasicName(number)} {_names.OfTypedef(id)}");
                break;
        }
    }

    private void RequireTypedef(int id, BtfTypedef typedef, bool isWhole, int container, int depth)
    {
        if (_declared.Add(id))
        {
            Require(typedef.TargetId, isWhole: false, container: 0, depth); // it stands before the container
            Emit(typedef is { Name: "__gnuc_va_list", TargetId: 0 } // GCC gives it no type
                ? $"typedef __builtin_va_list {_names.OfTypedef(id)}"
                : $"typedef {_declarations.Declare(typedef.TargetId, _names.OfTypedef(id))}");
        }
        if (isWhole)
            Require(typedef.TargetId, isWhole: true, container, depth);
    }

    private void RequireComposite(int id, BtfComposite composite, bool isWhole, int container, int depth)
    {
        if (composite.Name == "")
        {
            if (!_inlined.Add(id))
                throw new BtfFormatException($"BTF type {id} has no name and contains itself.", 0);
            RequireMembers(composite, container, depth);
            _inlined.Remove(id);
        }
        else if (isWhole && _defined.Add(id))
        {
            RequireMembers(composite, container: id, depth);
            _declared.Add(id);
            Emit(_declarations.Define(id, composite));
        }
        else if (id != container && _declared.Add(id))
        {
            Emit(_declarations.Declare(id, ""));
        }
    }

    private void RequireMembers(BtfComposite composite, int container, int depth)
    {
        foreach (BtfMember member in composite.Members)
            Require(member.TypeId, isWhole: true, container, depth);
    }

    private bool IsUsed(int id) => (_used ??= FindUsed()).Contains(id);

    private HashSet<int> FindUsed()
    {
        var used = new HashSet<int>();
        for (int id = 1; id < _types.Count; id++)
            used.UnionWith(BtfReferences.Of(_types[id]));
        return used;
    }

    private void Emit(string declaration)
    {
        _output.Write(declaration);
        _output.Write(";\n\n");
    }

    private static string BasicName(BtfInt number) => (number.SizeInBytes, number.Encoding.HasFlag(BtfIntEncoding.Signed)) switch
    {
        _ when number.Encoding.HasFlag(BtfIntEncoding.Bool) => "_Bool",
        (1, true) => "signed char",
        (1, false) => "unsigned char",
        (2, true) => "short",
        (2, false) => "unsigned short",
        (4, true) => "int",
        (4, false) => "unsigned int",
        (8, true) => "long long",
        (8, false) => "unsigned long long",
        (_, true) => "__int128",
        _ => "unsigned __int128",
    };
}
