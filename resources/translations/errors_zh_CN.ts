<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>errors</name>
        <message>
            <source>1 place</source>
            <translation>1 处</translation>
        </message>
        <message>
            <source>An annotation that was to be exported is no longer there.</source>
            <translation>要导出的批注有一条已经不在了。</translation>
        </message>
        <message>
            <source>Article {article} does not have the quote {quote!r}.</source>
            <translation>文章 {article} 里没有“{quote}”。</translation>
        </message>
        <message>
            <source>Article {article} has the quote {count} times, not {wanted}: {quote!r}</source>
            <translation>文章 {article} 里有 {count} 处“{quote}”，没有第 {wanted} 处</translation>
        </message>
        <message>
            <source>Device or resource busy</source>
            <translation>正被别的程序占用</translation>
        </message>
        <message>
            <source>Directory not empty</source>
            <translation>文件夹不是空的</translation>
        </message>
        <message>
            <source>File exists</source>
            <translation>已有同名文件</translation>
        </message>
        <message>
            <source>File name too long</source>
            <translation>文件名太长</translation>
        </message>
        <message>
            <source>File too large</source>
            <translation>文件太大</translation>
        </message>
        <message>
            <source>Input/output error</source>
            <translation>磁盘读写出错</translation>
        </message>
        <message>
            <source>Is a directory</source>
            <translation>是文件夹，不是文件</translation>
        </message>
        <message>
            <source>No space left on device</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>No such file or directory</source>
            <translation>文件或文件夹不存在</translation>
        </message>
        <message>
            <source>Not a directory</source>
            <translation>不是文件夹</translation>
        </message>
        <message>
            <source>Operation not permitted</source>
            <translation>系统不允许这样做</translation>
        </message>
        <message>
            <source>Permission denied</source>
            <translation>没有权限</translation>
        </message>
        <message>
            <source>Read-only file system</source>
            <translation>磁盘是只读的</translation>
        </message>
        <message>
            <source>The annotation belongs to another document.</source>
            <translation>这条批注属于另一篇文档。</translation>
        </message>
        <message>
            <source>The annotation has been changed in another window or program since; it was left as it is.</source>
            <translation>这条批注此后在别的窗口或程序里改动过，没有动它。</translation>
        </message>
        <message>
            <source>The annotation is no longer there.</source>
            <translation>这条批注已经不在了。</translation>
        </message>
        <message>
            <source>The article is no longer there.</source>
            <translation>这篇文章已经不在了。</translation>
        </message>
        <message>
            <source>The article was changed elsewhere since it was opened, and these words no longer stand there. Nothing was marked; please select them again.</source>
            <translation>文章打开之后在别处改动过，这些字句已不在原处。没有作标记，请重新选取。</translation>
        </message>
        <message>
            <source>The document has been changed in another window or program since; look at it again.</source>
            <translation>文档此后在别的窗口或程序里改动过，请重新查看。</translation>
        </message>
        <message>
            <source>The document of the annotation is no longer there.</source>
            <translation>这条批注所属的文档已经不在了。</translation>
        </message>
        <message>
            <source>There is no article {number} in the library.</source>
            <translation>文库里没有编号为 {number} 的文章。</translation>
        </message>
        <message>
            <source>There is no document {number} in the library.</source>
            <translation>文库里没有编号为 {number} 的文档。</translation>
        </message>
        <message>
            <source>There is no text of the document in the selection.</source>
            <translation>选中的部分没有文档的文字。</translation>
        </message>
        <message>
            <source>There is nothing in the document that this would change.</source>
            <translation>文档里没有可以这样改动的地方。</translation>
        </message>
        <message>
            <source>Too many levels of symbolic links</source>
            <translation>符号链接首尾相接</translation>
        </message>
        <message>
            <source>Too many open files</source>
            <translation>打开的文件太多</translation>
        </message>
        <message>
            <source>a column of the search index belongs to another segment; rebuild it</source>
            <translation>搜索索引的内容前后不符，需要重建</translation>
        </message>
        <message>
            <source>a column of the search index is too short; rebuild it</source>
            <translation>搜索索引的内容不完整，需要重建</translation>
        </message>
        <message>
            <source>annotation {id} cannot be read</source>
            <translation>批注 {id} 无法读取</translation>
        </message>
        <message>
            <source>another program is writing to the library; try again when it has finished.</source>
            <translation>另一个程序正在写入文库，请等它结束后再试。</translation>
        </message>
        <message>
            <source>another program or window is keeping the search index up to date</source>
            <translation>另一个窗口或程序正在更新搜索索引</translation>
        </message>
        <message>
            <source>cannot be read: permission denied</source>
            <translation>无法读取：没有权限</translation>
        </message>
        <message>
            <source>cannot be read: {why}</source>
            <translation>无法读取：{why}</translation>
        </message>
        <message>
            <source>database disk image is malformed</source>
            <translation>数据库内容残缺</translation>
        </message>
        <message>
            <source>does not exist</source>
            <translation>文件不存在</translation>
        </message>
        <message>
            <source>file is not a database</source>
            <translation>文件不是数据库</translation>
        </message>
        <message>
            <source>has 'authors' that are neither a string nor a list of strings</source>
            <translation>“authors”的值既不是字符串，也不是字符串列表</translation>
        </message>
        <message>
            <source>has a body that is neither text nor an object</source>
            <translation>正文既不是文字，也不是对象</translation>
        </message>
        <message>
            <source>has a colour that is none</source>
            <translation>颜色无效</translation>
        </message>
        <message>
            <source>has a hash that is none</source>
            <translation>哈希值无效</translation>
        </message>
        <message>
            <source>has a place in the source that is none</source>
            <translation>在原文中的位置无效</translation>
        </message>
        <message>
            <source>has a style that is none</source>
            <translation>样式无效</translation>
        </message>
        <message>
            <source>has a time that is none: {told!r}</source>
            <translation>时间无效：“{told}”</translation>
        </message>
        <message>
            <source>has a {name!r} that is not a string</source>
            <translation>“{name}”的值不是字符串</translation>
        </message>
        <message>
            <source>has a {name!r} that is not text</source>
            <translation>“{name}”的值不是文字</translation>
        </message>
        <message>
            <source>has no text</source>
            <translation>没有正文</translation>
        </message>
        <message>
            <source>has the name of a library or a backup; choose another</source>
            <translation>这是文库或备份的文件名，请另取一个</translation>
        </message>
        <message>
            <source>holds no readable record; line {line} {reason}</source>
            <translation>没有可读的记录；第 {line} 行：{reason}</translation>
        </message>
        <message>
            <source>is JSON, but has no annotations</source>
            <translation>是 JSON，但里面没有批注</translation>
        </message>
        <message>
            <source>is a PDF file, not text</source>
            <translation>是 PDF 文件，不是文本</translation>
        </message>
        <message>
            <source>is a ZIP archive or an office document, not text</source>
            <translation>是 ZIP 压缩包或办公文档，不是文本</translation>
        </message>
        <message>
            <source>is a folder, not a file</source>
            <translation>是文件夹，不是文件</translation>
        </message>
        <message>
            <source>is an RTF document, not plain text</source>
            <translation>是 RTF 文档，不是纯文本</translation>
        </message>
        <message>
            <source>is an office document, not text</source>
            <translation>是办公文档，不是文本</translation>
        </message>
        <message>
            <source>is compressed; unpack it first</source>
            <translation>是压缩文件，请先解压</translation>
        </message>
        <message>
            <source>is empty</source>
            <translation>是空文件</translation>
        </message>
        <message>
            <source>is empty: it holds nothing but white space</source>
            <translation>是空的：除空白外没有内容</translation>
        </message>
        <message>
            <source>is nested too deeply</source>
            <translation>嵌套过深</translation>
        </message>
        <message>
            <source>is not JSON</source>
            <translation>不是 JSON</translation>
        </message>
        <message>
            <source>is not JSON ({why})</source>
            <translation>不是 JSON（{why}）</translation>
        </message>
        <message>
            <source>is not UTF-8 text</source>
            <translation>不是 UTF-8 文本</translation>
        </message>
        <message>
            <source>is not a JSON object</source>
            <translation>不是 JSON 对象</translation>
        </message>
        <message>
            <source>is not a regular file</source>
            <translation>不是普通文件</translation>
        </message>
        <message>
            <source>is not an annotation</source>
            <translation>不是批注</translation>
        </message>
        <message>
            <source>is not text (binary data)</source>
            <translation>不是文本（是二进制数据）</translation>
        </message>
        <message>
            <source>is not {encoding} here, {places} in all; U+FFFD stands for what was lost</source>
            <translation>此处不是 {encoding} 编码，共 {places}；无法还原的字以 U+FFFD 代替</translation>
        </message>
        <message>
            <source>is of an unknown kind; known are {known}</source>
            <translation>不认识这种文件；可以导入的有 {known}</translation>
        </message>
        <message>
            <source>is too large: the limit is {limit} MiB</source>
            <translation>文件太大，上限是 {limit} MiB</translation>
        </message>
        <message>
            <source>it cannot be read as a database</source>
            <translation>不能作为数据库读取</translation>
        </message>
        <message>
            <source>it holds what is no text</source>
            <translation>里面有不是文字的内容</translation>
        </message>
        <message>
            <source>it is gone</source>
            <translation>文库不见了</translation>
        </message>
        <message>
            <source>it is too short to be looked for: with the words about it, it has fewer than {least} characters</source>
            <translation>引文太短，无法查找：连同上下文也不足 {least} 个字</translation>
        </message>
        <message>
            <source>its bytes are no text</source>
            <translation>内容不是文本</translation>
        </message>
        <message>
            <source>its document was removed from this library; import it again, then this file</source>
            <translation>它所属的文档已从文库移除；请先重新导入该文档，再导入本文件</translation>
        </message>
        <message>
            <source>its last page is cut off</source>
            <translation>文件末尾缺了一截</translation>
        </message>
        <message>
            <source>its words stand in this library, but too few of those about them</source>
            <translation>文库里有这段引文，但上下文相符的太少</translation>
        </message>
        <message>
            <source>its words stand in {count} places of this library</source>
            <translation>这段引文在文库里有 {count} 处</translation>
        </message>
        <message>
            <source>line {line}, character {column}</source>
            <translation>第 {line} 行第 {column} 字有误</translation>
        </message>
        <message>
            <source>no document of this library has its words</source>
            <translation>文库里没有文档含有这段引文</translation>
        </message>
        <message>
            <source>quotes nothing that could be looked for</source>
            <translation>没有可供查找的引文</translation>
        </message>
        <message>
            <source>the date {day!r} is not ISO 8601 and was left out</source>
            <translation>日期“{day}”不合 ISO 8601，未采用</translation>
        </message>
        <message>
            <source>the disk failed or was taken away; check it and try again. Nothing was changed.</source>
            <translation>磁盘出错或已断开，请检查后再试。文库没有改动。</translation>
        </message>
        <message>
            <source>the disk is full; free some space and try again. Nothing was changed.</source>
            <translation>磁盘已满，请腾出空间后再试。文库没有改动。</translation>
        </message>
        <message>
            <source>the library cannot be opened; check that its folder exists and is yours.</source>
            <translation>文库无法打开，请检查文件夹是否还在、您是否有权使用。</translation>
        </message>
        <message>
            <source>the library cannot be used ({why}).</source>
            <translation>文库无法使用（{why}）。</translation>
        </message>
        <message>
            <source>the library cannot be written to; check the permissions of its folder.</source>
            <translation>文库无法写入，请检查文件夹的权限。</translation>
        </message>
        <message>
            <source>the search was given up</source>
            <translation>搜索已取消</translation>
        </message>
        <message>
            <source>{count} places</source>
            <translation>{count} 处</translation>
        </message>
        <message>
            <source>{folder}: a part of the search index is missing ({why}); rebuild it</source>
            <translation>{folder}：搜索索引缺了一部分（{why}），需要重建</translation>
        </message>
        <message>
            <source>{folder}: the search index cannot be used ({why})</source>
            <translation>{folder}：搜索索引无法使用（{why}）</translation>
        </message>
        <message>
            <source>{name} differs from its source</source>
            <translation>{name} 与原文不符</translation>
        </message>
        <message>
            <source>{one}; {more}</source>
            <translation>{one}；{more}</translation>
        </message>
        <message>
            <source>{path}: another file was put in the place of the library while it was open. Close all windows and open them again. Nothing was changed.</source>
            <translation>{path}：文库打开期间，被另一个文件替换了。请关闭所有窗口再重新打开。没有作任何改动。</translation>
        </message>
        <message>
            <source>{path}: another program is checking or mending the library; try again when it has finished.</source>
            <translation>{path}：另一个程序正在检查或修复文库，请等它结束后再试。</translation>
        </message>
        <message>
            <source>{path}: close all windows of Jianfan Reader and try again.</source>
            <translation>{path}：请关闭“简繁阅读”的所有窗口后再试。</translation>
        </message>
        <message>
            <source>{path}: nothing in the library can be read ({problem}), and there is no sound backup. It was left as it is; jianfan restore FILE puts a copy in its place.</source>
            <translation>{path}：文库里没有能够读取的内容（{problem}），也没有完好的备份。文件没有动过；如有副本，可以用来恢复。</translation>
        </message>
        <message>
            <source>{path}: other windows go on changing the library; close them and try again. Nothing was changed.</source>
            <translation>{path}：其他窗口一直在改动文库，请关闭它们后再试。没有作任何改动。</translation>
        </message>
        <message>
            <source>{path}: the library is damaged ({found}). Close all windows and open them again, and it is mended.</source>
            <translation>{path}：文库已损坏（{found}）。请关闭所有窗口再重新打开，文库会随即修复。</translation>
        </message>
        <message>
            <source>{path}: the library is damaged ({why}), and cannot be mended where nothing may be written. Copy its whole folder to where you may write, and open it there.</source>
            <translation>{path}：文库已损坏（{why}），而此处不能写入，无法修复。请把整个文件夹复制到可以写入的地方，再在那里打开。</translation>
        </message>
        <message>
            <source>{path}: the library is damaged ({why}). Close all windows and open them again, and it is mended: joined from what can be read and the last backup.</source>
            <translation>{path}：文库已损坏（{why}）。请关闭所有窗口再重新打开，文库会随即修复：把能够读取的内容与最近的备份合并。</translation>
        </message>
        <message>
            <source>{path}: the library is damaged or is not a library ({why}).</source>
            <translation>{path}：文库已损坏，或者这不是文库（{why}）。</translation>
        </message>
        <message>
            <source>{path}: the settings cannot be read ({why}).</source>
            <translation>{path}：无法读取设置（{why}）。</translation>
        </message>
        <message>
            <source>{path}: the settings cannot be saved ({why}).</source>
            <translation>{path}：无法保存设置（{why}）。</translation>
        </message>
        <message>
            <source>{path}: there is no such file.</source>
            <translation>{path}：没有这个文件。</translation>
        </message>
        <message>
            <source>{path}: this is a folder; name a backup in it.</source>
            <translation>{path}：这是一个文件夹，请指定其中的备份文件。</translation>
        </message>
        <message>
            <source>{path}: this file is damaged ({why}).</source>
            <translation>{path}：此文件已损坏（{why}）。</translation>
        </message>
        <message>
            <source>{path}: this backup is damaged ({found}).</source>
            <translation>{path}：这个备份已损坏（{found}）。</translation>
        </message>
        <message>
            <source>{path}: this file is no backup of a library and was left; name another file.</source>
            <translation>{path}：这个文件不是文库的备份，没有动它；请另选一个文件。</translation>
        </message>
        <message>
            <source>{path}: this file of the library was moved or deleted while it was open. Put it back, or close all windows and open them again. Nothing was changed.</source>
            <translation>{path}：文库打开期间，这个文件被移走或删除了。请把它放回原处，或关闭所有窗口再重新打开。没有作任何改动。</translation>
        </message>
        <message>
            <source>{path}: this file of the search index is damaged; rebuild it</source>
            <translation>{path}：搜索索引的这个文件已损坏，需要重建</translation>
        </message>
        <message>
            <source>{path}: this is a library, not a backup; name another file.</source>
            <translation>{path}：这是文库，不是备份；请另选一个文件。</translation>
        </message>
        <message>
            <source>{path}: this is another program's file; it was not changed.</source>
            <translation>{path}：这是别的程序的文件，没有改动它。</translation>
        </message>
        <message>
            <source>{path}: this is no library of Jianfan Reader.</source>
            <translation>{path}：这不是“简繁阅读”的文库。</translation>
        </message>
        <message>
            <source>{path}: this is the library itself; name another file.</source>
            <translation>{path}：这就是文库本身，请另选一个文件。</translation>
        </message>
        <message>
            <source>{path}: this library can only be read, for {file} cannot be written to. To change anything, see to its rights, or copy the whole folder to where you may write; then open the library again.</source>
            <translation>{path}：这个文库只能阅读，因为 {file} 无法写入。要作改动，请修改权限，或把整个文件夹复制到可以写入的地方，再重新打开文库。</translation>
        </message>
        <message>
            <source>{path}: this library was made by a newer version of Jianfan Reader (schema {version}, this program knows {known}). Update the program; nothing was changed.</source>
            <translation>{path}：这个文库是更新版本的“简繁阅读”建立的（格式 {version}，本程序只认得到 {known}）。请更新程序；文库没有改动。</translation>
        </message>
        <message>
            <source>{path}: this library was made by an older version of Jianfan Reader (schema {version}) and cannot be brought up to date, for nothing may be written to it. Copy its whole folder to where you may write, and open it there. Nothing was changed.</source>
            <translation>{path}：这个文库是旧版“简繁阅读”建立的（格式 {version}），因为无法写入，不能升级。请把整个文件夹复制到可以写入的地方，再从那里打开。文库没有改动。</translation>
        </message>
        <message>
            <source>{path}: this library was not closed properly, and what was written last cannot be read where nothing may be written. Copy its whole folder to where you may write, and open it there.</source>
            <translation>{path}：这个文库上次没有正常关闭，最后写入的内容在不能写入的地方读不出来。请把整个文件夹复制到可以写入的地方，再从那里打开。</translation>
        </message>
        <message>
            <source>{path}: {reason}</source>
            <translation>{path}：{reason}</translation>
        </message>
        <message>
            <source>{path}: {why}</source>
            <translation>{path}：{why}</translation>
        </message>
        <message>
            <source>{path}: {why}.</source>
            <translation>{path}：{why}。</translation>
        </message>
        <message>
            <source>{path}: {why}. Nothing was changed.</source>
            <translation>{path}：{why}。文库没有改动。</translation>
        </message>
        <message>
            <source>{table}: a value is of another kind</source>
            <translation>{table}：有一个值的类型不对</translation>
        </message>
        <message>
            <source>{table}: {why}</source>
            <translation>{table}：{why}</translation>
        </message>
    </context>
</TS>
