import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { fitPicture } from './nodes/WanVideoEdit/media/pictures/fitPicture';
import { cleanMask } from './nodes/WanVideoEdit/media/masks/cleanMask';
import { inspect } from './nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes } from './nodes/WanVideoEdit/media/source';
(async()=>{
 const out:string[]=[]; const kinds:any={}, fit:any={};
 const all=readdirSync('/tmp/images').filter(f=>/\.(png|jpe?g|bmp)$/i.test(f));
 for(const name of all){
  let b:Buffer; try{b=readFileSync('/tmp/images/'+name);}catch{continue}
  if(b.length>3e6) continue;
  const f=await inspect(sourceOfBytes(b)); if(f.kind!=='image'||!['PNG','JPEG','BMP'].includes(f.format)||f.width*f.height>3e6||f.width*f.height<2500) continue;
  try{
   const m=await cleanMask(sourceOfBytes(b),f,undefined,{inverted:false},async()=>{});
   kinds[m.kind]=(kinds[m.kind]??0)+1; if(m.kind==='cleaned') out.push(name+' gray '+m.changes.gray.toFixed(2));
   const side=Math.ceil(Math.max(f.width,f.height)/2);
   const p=await fitPicture(sourceOfBytes(b),f,{largestSide:side,dropAlpha:true,maxBytes:2e7},async()=>{});
   fit[p.kind]=(fit[p.kind]??0)+1;
   if(p.kind==='fitted'){
     let theirs; try{ theirs=await sharp(b).rotate().flatten({background:'#fff'}).toColourspace('srgb').resize(p.facts.width,p.facts.height,{fit:'fill',kernel:'linear'}).removeAlpha().raw().toBuffer({resolveWithObject:true}); }catch{continue}
     const ours=await sharp(p.png).raw().toBuffer();
     if(ours.length!==theirs.data.length){out.push('LEN '+name+' '+theirs.info.channels);continue}
     let s=0; for(let i=0;i<ours.length;i++) s+=Math.abs(ours[i]!-theirs.data[i]!); s/=ours.length;
     if(s>6) out.push('DIFF '+name+' '+s.toFixed(1)+' '+JSON.stringify(p.changes)+f.format);
   }
  }catch(e:any){out.push('THROW '+name+' '+e.stack)}
 }
 writeFileSync('/tmp/corpus.txt',JSON.stringify({kinds,fit})+'\n'+out.join('\n'));
})();
