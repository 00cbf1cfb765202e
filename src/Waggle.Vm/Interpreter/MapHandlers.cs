using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;
using Waggle.Vm.Helpers;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Interpreter;

/// <summary>The handlers of calls on elements of a map that is likely to be a certain one.</summary>
internal static class MapHandlers<TMode> where TMode : struct, IAccessMode
{
    private const int LookupHelper = 1, UpdateHelper = 2, DeleteHelper = 3;

    /// <summary>The handler of a call.</summary>
    /// <param name="helper">The helper.</param>
    /// <param name="map">The map that r1 is likely to stand for.</param>
    /// <param name="handle">The number that stands for it.</param>
    /// <param name="call">The handler for whatever else happens.</param>
    internal static Handler Of(HelperBinding helper, VmMap map, ulong handle, HelperCall<TMode> call)
    {
        if (helper.Number is not (LookupHelper or UpdateHelper or DeleteHelper)) return call;
        if ((MapKinds.Changes(helper.Number) && !map.IsWritableByPrograms) || (MapKinds.Reads(helper.Number) && !map.IsReadableByPrograms)) return call;
        int valueSize = helper.Number == UpdateHelper ? map.ValueSizeInBytes : 0;
        if (map.KeySizeInBytes > RunContext.FrameSize || valueSize > RunContext.FrameSize) return call; // in no frame
        ElementArguments arguments = new(handle, map.KeySizeInBytes, valueSize);
        return (map.Type, helper.Number) switch
        {
            (MapType.Array or MapType.PerCpuArray, LookupHelper) => new ArrayLookup<TMode>((ArrayMap)map, arguments, call),
            (MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash, LookupHelper) => new HashLookup<TMode>((HashMap)map, arguments, call),
            (MapType.Array or MapType.PerCpuArray or MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash or MapType.LpmTrie, _)
                when TMode.IsChecked => new ElementCall<TMode>(helper, arguments, call),
            _ => call,
        };
    }
}
