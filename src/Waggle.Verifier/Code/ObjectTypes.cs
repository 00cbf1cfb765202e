using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Types;

namespace Waggle.Verifier.Code;

/// <summary>What is asked of an object's types for each of its programs, and found only once: tags of declarations, and what values hold.</summary>
/// <remarks>Lives as long as the types do. Thread-safe.</remarks>
internal sealed class ObjectTypes
{
    private static readonly ConditionalWeakTable<Btf, ObjectTypes> s_known = [];

    private readonly Btf _types;
    private readonly Dictionary<int, ImmutableArray<BtfDeclarationTag>> _tags = []; // by what they are on
    private readonly ConcurrentDictionary<int, ImmutableArray<ValueField>> _fields = [];

    private ObjectTypes(Btf types)
    {
        _types = types;
        for (int id = types.FirstOwnId; id < types.Count; id++)
        {
            if (types.KindOf(id) != BtfKind.DeclarationTag || types[id] is not BtfDeclarationTag tag) continue;
            _tags[tag.TargetId] = TagsOf(tag.TargetId).Add(tag);
        }
    }

    /// <summary>The same for the same types.</summary>
    public static ObjectTypes Of(Btf types) => s_known.GetValue(types, static each => new ObjectTypes(each));

    /// <summary>Tags on a type, and on its members, parameters or variables; in order of their ids.</summary>
    public ImmutableArray<BtfDeclarationTag> TagsOf(int typeId) => _tags.TryGetValue(typeId, out ImmutableArray<BtfDeclarationTag> found) ? found : [];

    /// <summary>What is more than bytes in a value of a type, in order of place.</summary>
    public ImmutableArray<ValueField> FieldsOf(int typeId) => _fields.GetOrAdd(typeId, static (id, types) => ValueFields.Find(types, id), _types);
}
